package robusta.kernel.jupyter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.dsl.Completion;
import robusta.kernel.cell.Completeness;
import robusta.kernel.cell.Evaluator;
import robusta.kernel.cell.Input;
import robusta.kernel.cell.Outcome;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/** Runs cells of a few words: {@code print TEXT}, {@code fail}, {@code ask PROMPT} and so on. */
final class FakeEvaluator implements Evaluator {
  final CountDownLatch closed = new CountDownLatch(1);
  final CountDownLatch release = new CountDownLatch(1);
  private volatile Thread running;
  private volatile boolean stubborn;

  @Override
  public Outcome evaluate(String code, Output output, Input input) {
    running = Thread.currentThread();
    int space = code.indexOf(' ');
    String word = space < 0 ? code : code.substring(0, space);
    String rest = code.substring(space + 1);
    try {
      return value(run(word, rest, output, input));
    } catch (RobustaException | InterruptedException | CancelledException e) {
      return new Outcome.Failure(
          e instanceof RobustaException ? "RobustaException" : "Interrupted",
          String.valueOf(e.getMessage()),
          List.of("line 1"));
    } finally {
      running = null;
    }
  }

  private Object run(String word, String rest, Output output, Input input)
      throws InterruptedException {
    switch (word) {
      case "print" -> output.stream(Output.Stream.STDOUT, rest);
      case "both" -> {
        output.stream(Output.Stream.STDOUT, "one");
        output.stream(Output.Stream.STDERR, "two");
        output.stream(Output.Stream.STDOUT, "three");
        output.display(Rendering.text("four"), null);
        output.stream(Output.Stream.STDOUT, "five");
      }
      case "lines" -> {
        for (int i = 0; i < Integer.parseInt(rest); i++) {
          output.stream(Output.Stream.STDOUT, "line " + i + "\n");
        }
      }
      case "show" -> {
        output.display(Rendering.text("first"), "a");
        output.update(Rendering.text("second"), "a");
        output.clear(true);
      }
      case "unshowable" -> output.display(new Rendering(Map.of("a/b", new Object()), Map.of()), "");
      case "sleep" -> Thread.sleep(60_000);
      case "stubborn" -> {
        stubborn = true;
        while (stubborn) {
          Thread.onSpinWait();
        }
      }
      case "interrupted" -> {
        Thread.currentThread().interrupt();
        output.stream(Output.Stream.STDOUT, "still here");
      }
      case "fail" -> throw new RobustaException("this failed");
      case "error" -> throw new AssertionError("an error that nobody caught");
      case "wait" -> release.await();
      case "later" -> {
        Thread later =
            new Thread(
                () -> {
                  try {
                    release.await();
                    output.stream(Output.Stream.STDOUT, "late");
                  } catch (InterruptedException e) {
                    // Then it says nothing.
                  }
                });
        later.setDaemon(true);
        later.start();
      }
      case "ask" -> {
        return input.read(rest, false);
      }
      case "password" -> {
        return input.read(rest, true);
      }
      case "value" -> {
        return rest;
      }
      default -> throw new RobustaException("no such word: " + word);
    }
    return null;
  }

  private static Outcome value(Object value) {
    return new Outcome.Value(
        Optional.ofNullable(value).map(shown -> Rendering.text(shown.toString())));
  }

  @Override
  public Outcome express(String expression) {
    return expression.equals("bad")
        ? new Outcome.Failure("Bad", "bad it is", List.of())
        : value(expression + "!");
  }

  @Override
  public Outcome awaitBackgrounds() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void interrupt() {
    Thread thread = running;
    if (thread != null && !stubborn) {
      thread.interrupt();
    }
  }

  @Override
  public List<Completion> complete(String code, int cursor) {
    if (code.startsWith("break")) {
      throw new IllegalStateException("no completion today");
    }
    int word = code.lastIndexOf(' ', cursor - 1) + 1;
    return List.of(
        new Completion("alpha", word, cursor, Completion.Kind.VERB, "the first"),
        new Completion("beta", cursor, cursor, Completion.Kind.VARIABLE, ""));
  }

  @Override
  public Optional<Rendering> inspect(String code, int cursor) {
    return code.startsWith("nothing")
        ? Optional.empty()
        : Optional.of(Rendering.text("at " + cursor));
  }

  @Override
  public Completeness completeness(String code) {
    return code.endsWith("{") ? new Completeness.Incomplete("  ") : new Completeness.Complete();
  }

  @Override
  public void close() {
    stubborn = false;
    closed.countDown();
  }
}
