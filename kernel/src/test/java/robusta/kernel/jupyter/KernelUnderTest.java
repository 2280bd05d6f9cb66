package robusta.kernel.jupyter;

import java.nio.file.Path;
import java.util.Map;
import robusta.kernel.cell.Evaluators;

/** The kernel that Jupyter's own tests start, as a process. */
final class KernelUnderTest {
  private KernelUnderTest() {}

  public static void main(String[] arguments) {
    JupyterKernel.run(Path.of(arguments[0]), comms -> Evaluators.open(Map.of("comms", comms)));
    System.exit(0);
  }
}
