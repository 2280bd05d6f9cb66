package robusta.kernel.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.run.RobustaException;

/** The process that loads a checkpoint and runs it once; see {@link BenchCommand}. */
public final class LoadWorker {
  private LoadWorker() {}

  /**
   * Prints a line of JSON: the seconds from here to the logits of one grey image, which include
   * starting the engine.
   *
   * @param arguments the checkpoint
   */
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    Path file = Path.of(arguments[0]);
    try {
      Model model = Checkpoints.reader(file).read();
      try (EvalSession session =
          OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), Precision.F32)) {
        float[] image = new float[session.inputSize()];
        Arrays.fill(image, 0.5f);
        session.forward(image, 1);
        session.value(Tap.LOGITS, new float[session.size(Tap.LOGITS)]);
      }
    } catch (RobustaException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.out.println(measured(file, (System.nanoTime() - start) * 1e-9).json());
    System.out.flush();
    System.exit(0);
  }

  static Measurement measured(Path file, double seconds) {
    String name = file.getFileName().toString();
    return new Measurement("robusta", name, 1, "load", Precision.F32.word(), seconds);
  }
}
