package robusta.kernel.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Trainings and inversions: interrupted, and in the background. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongWorkTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Notebook notebook;

  @BeforeAll
  void open() {
    notebook = new Notebook();
    notebook.run(
        "data = fashion()\nrobust = model('smallcnn', data: data, width: 4)\nother = model('smallcnn', data: data, width: 4)");
  }

  @AfterAll
  void close() {
    notebook.close();
  }

  private static Outcome.Failure interruptedAt(Outcome outcome) {
    Outcome.Failure failure = (Outcome.Failure) outcome;
    assertEquals("Interrupted", failure.name(), failure::toString);
    return failure;
  }

  @Test
  void aTrainingThatIsInterruptedShowsWhatItReached(@TempDir Path folder) {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          notebook.run("net = model('smallcnn', data: data, width: 2)");
          String code =
              "println 'begun'; net.train(epochs: 1000, batch: 5000, evaluateOn: 10, checkpoints: '%s')"
                  .formatted(folder);
          interruptedAt(
              notebook.interrupted(
                  code,
                  evaluator -> {
                    while (!Files.exists(folder.resolve("last.safetensors"))
                        && folder.toFile().list().length == 0) {
                      Thread.onSpinWait();
                    }
                    evaluator.interrupt();
                  }));
          assertTrue(folder.toFile().list().length > 0);
          assertTrue(notebook.output.displayed().get(0).plain().contains("train loss"));
          assertEquals("true", notebook.value("net.history.rowCount() > 0"));
        });
  }

  @Test
  void anInversionThatIsInterruptedKeepsItsImage() {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          long before = notebook.looks.reports.get();
          interruptedAt(
              notebook.interrupted(
                  "println 'begun'; reached = invert(data.test[0]).with(other).steps(1000000).get()",
                  evaluator -> {
                    while (notebook.looks.reports.get() == before) {
                      Thread.onSpinWait();
                    }
                    evaluator.interrupt();
                  }));
          assertEquals("1", notebook.value("reached.images().count()"));
        });
  }

  @Test
  void theBackgroundGoesOnBesideCells() {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          notebook.run(
              "run = background { println 'there'; robust.train(epochs: 1000, batch: 500, evaluateOn: 10) }");
          Recorded started = notebook.output;
          assertEquals(
              "1",
              notebook.value("invert(data.test[0]).with(other).steps(3).get().images().count()"));
          interruptedAt(
              notebook.interrupted(
                  "println 'begun'; while (true) { }", GroovyEvaluator::interrupt));
          interruptedAt(
              notebook.interrupted("println 'begun'; run.result", GroovyEvaluator::interrupt));
          assertEquals("running", notebook.value("while (!run.progress) { sleep 10 }; run.state"));
          assertEquals("false", notebook.value("run.done"));
          assertTrue(notebook.value("run").startsWith("background 1: running for "));
          assertEquals("there", started.out().strip());
          assertEquals("stopped", notebook.value("run.stop(); run.result; run.state"));
          assertEquals("3", notebook.value("1 + 2"));
        });
  }

  @Test
  void whatABackgroundRunGivesOrFailsWith() {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          assertEquals("42", notebook.value("background { 42 }.result"));
          notebook.run(
              "failing = background { throw new IllegalStateException('lost') }\nwhile (!failing.done) { sleep 10 }");
          assertTrue(
              notebook.output.out().contains(" line 1: IllegalStateException: lost"),
              notebook.output.out());
          assertEquals("failed", notebook.value("failing.state"));
          assertEquals(
              "line 1: IllegalStateException: lost",
              notebook.value("failing.failure.message").replaceFirst("^cell \\d+ ", ""));
          assertTrue(notebook.failure("failing.result").sentence().contains("lost"));
        });
  }

  @Test
  void whatRunsInTheBackgroundIsWaitedFor() {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          try (Notebook other = new Notebook()) {
            other.run("background { sleep 200; println 'late' }");
            Recorded cell = other.output;
            assertTrue(other.evaluator.awaitBackgrounds() instanceof Outcome.Value);
            assertEquals("late", cell.out().strip());
            other.run("background { sleep 50; throw new IllegalStateException('lost') }");
            Outcome.Failure failure = (Outcome.Failure) other.evaluator.awaitBackgrounds();
            assertEquals("a background run failed", failure.sentence());
            other.run("background { while (true) { sleep 10 } }");
            Thread interrupting =
                new Thread(
                    () -> {
                      try {
                        Thread.sleep(200);
                      } catch (InterruptedException e) {
                        return;
                      }
                      other.evaluator.interrupt();
                    });
            interrupting.start();
            interruptedAt(other.evaluator.awaitBackgrounds());
          }
        });
  }

  @Test
  void whatRunsInTheBackgroundEndsWithTheEvaluator() {
    Notebook other = new Notebook();
    other.run("run = background { while (true) { sleep 10 } }");
    Object run = other.evaluator.language().variables().get("run");
    other.close();
    assertTrue(run.toString().contains("stopped"), run::toString);
  }
}
