package robusta.kernel.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import robusta.engine.Precision;
import robusta.engine.onednn.OneDnnEngine;
import robusta.run.RobustaException;

/**
 * {@code robusta bench}. Every case and precision runs in a process of its own, so that its peak
 * memory is its own; with the peer, PyTorch's process for a case runs right before Robusta's.
 */
@Command(
    name = "bench",
    description = {
      "Measures input gradients, training steps and adversarial training steps.",
      "",
      "Prints one JSON object a line: the median seconds of --repeat runs after 2 warm-ups, and"
          + " the most memory the process ever held. Weights and images are random.",
      "",
      "With --load it measures instead how long a checkpoint takes to its first forward pass."
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--peer",
      description = "Measure PyTorch on the same work too, and print the ratios.")
  private boolean peer;

  @Option(
      names = "--only",
      paramLabel = "CASE",
      completionCandidates = BenchCase.Names.class,
      description = "Only this case: ${COMPLETION-CANDIDATES}.")
  private String only;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "5",
      description = "Timed runs of each thing (default ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Times to go through all of it (default ${DEFAULT-VALUE}); the table shows medians.")
  private int rounds;

  @Option(
      names = "--precision",
      paramLabel = "f32|bf16",
      description = "Only this precision (default: both, where the processor computes in both).")
  private String precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Threads that compute (default ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "/usr/bin/python3",
      description = "The Python that has PyTorch and torchvision (default ${DEFAULT-VALUE}).")
  private Path python;

  @Option(
      names = "--load",
      paramLabel = "FILE",
      description =
          "Measure this checkpoint instead: seconds from Java's start of main to the logits of one"
              + " image, the median of --repeat processes.")
  private Path load;

  private final Results results = new Results();

  @Override
  public void run() {
    List<BenchCase> cases = cases();
    List<Precision> precisions = precisions();
    requireAtLeastOne("--repeat", repeat);
    requireAtLeastOne("--rounds", rounds);
    requireAtLeastOne("--threads", threads);
    if (load != null) {
      measureLoading();
      return;
    }
    if (peer) {
      requirePeer();
    }
    try (Script script = Script.unpack()) {
      for (int round = 0; round < rounds; round++) {
        for (BenchCase each : cases) {
          if (peer) {
            measure(each, "torch", "f32", peerCommand(script, each));
          }
          for (Precision of : precisions) {
            measure(each, "robusta", of.word(), ownCommand(each, of));
          }
        }
      }
    }
    if (peer || rounds > 1) {
      PrintWriter out = spec.commandLine().getOut();
      out.println();
      out.print(results.table());
      out.flush();
    }
  }

  /** Each time in a process that has loaded nothing before, as a user's has not. */
  private void measureLoading() {
    if (!Files.isRegularFile(load)) {
      throw mistake("there is no file " + load + " to load");
    }
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run < repeat; run++) {
      Child.run(
          ownCommand(LoadWorker.class, load.toString()),
          threadsOfChild(),
          line -> Measurement.parse(line).ifPresent(one -> seconds.add(one.value())));
    }
    double median = Results.median(seconds).orElseThrow();
    report(LoadWorker.measured(load, median));
  }

  private Map<String, String> threadsOfChild() {
    return Map.of("OMP_NUM_THREADS", Integer.toString(threads));
  }

  private void measure(BenchCase each, String engine, String precisionWord, List<String> command) {
    OptionalLong peak =
        Child.run(
            command, threadsOfChild(), line -> Measurement.parse(line).ifPresent(this::report));
    if (peak.isPresent()) {
      double mebibytes = peak.getAsLong() / (double) (1 << 20);
      report(
          new Measurement(
              engine,
              each.label(),
              each.batch(),
              Measurement.PEAK_MEMORY,
              precisionWord,
              mebibytes));
    }
  }

  private void report(Measurement measurement) {
    results.add(measurement);
    PrintWriter out = spec.commandLine().getOut();
    out.println(measurement.json());
    out.flush();
  }

  private List<String> peerCommand(Script script, BenchCase each) {
    return List.of(
        python.toString(),
        script.file().toString(),
        "--threads",
        Integer.toString(threads),
        "--repeat",
        Integer.toString(repeat),
        "--only",
        each.label());
  }

  private List<String> ownCommand(BenchCase each, Precision of) {
    return ownCommand(BenchWorker.class, each.label(), of.name(), Integer.toString(repeat));
  }

  private static List<String> ownCommand(Class<?> worker, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The process measured is started as the user's own runs are.
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(worker.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private List<BenchCase> cases() {
    if (only == null) {
      return List.of(BenchCase.values());
    }
    return Arrays.stream(BenchCase.values())
        .filter(each -> each.label().equals(only))
        .findFirst()
        .map(List::of)
        .orElseThrow(
            () ->
                mistake(
                    "there is no case '%s'; there are %s"
                        .formatted(only, String.join(", ", new BenchCase.Names()))));
  }

  private List<Precision> precisions() {
    if (precision == null) {
      List<Precision> both = List.of(Precision.F32, Precision.BF16);
      return both.stream().filter(OneDnnEngine.instance()::supports).toList();
    }
    return switch (precision.toLowerCase(Locale.ROOT)) {
      case "f32" -> List.of(Precision.F32);
      case "bf16" -> List.of(Precision.BF16);
      default -> throw mistake("--precision is f32 or bf16, not '" + precision + "'");
    };
  }

  private void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw mistake(option + " must be at least 1, not " + value);
    }
  }

  private void requirePeer() {
    List<String> command = List.of(python.toString(), "-c", "import torch, torchvision");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      throw new RobustaException("there is no Python at " + python + "; name one with --python", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RobustaException("the benchmark was interrupted", e);
    }
    throw new RobustaException(
        "%s has no PyTorch to compare with; install it (Debian: apt-get install".formatted(python)
            + " --no-install-recommends python3-torch python3-torchvision), or name another"
            + " Python with --python");
  }

  private ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** The PyTorch side, unpacked for as long as it is needed. */
  private record Script(Path file) implements AutoCloseable {
    static Script unpack() {
      try (InputStream in =
          Objects.requireNonNull(BenchCommand.class.getResourceAsStream("torch_peer.py"))) {
        Path file = Files.createTempFile("torch_peer", ".py");
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return new Script(file);
      } catch (IOException e) {
        throw new RobustaException(
            "the PyTorch script cannot be unpacked to the temporary folder: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
