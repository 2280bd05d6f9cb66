package robusta.kernel;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import robusta.kernel.cell.Evaluators;
import robusta.kernel.jupyter.JupyterKernel;

/** {@code robusta kernel start CONNECTION_FILE}. */
@Command(
    name = "start",
    description = "Runs a kernel for the clients of a connection file; Jupyter does this.")
final class KernelStartCommand implements Runnable {
  /** Milliseconds that the process's own end may take, such as waiting for the engine. */
  private static final long PATIENCE = 500;

  @Parameters(
      index = "0",
      paramLabel = "CONNECTION_FILE",
      description = "Where to listen and how to sign; Jupyter writes it.")
  private Path connectionFile;

  @Override
  public void run() {
    JupyterKernel.run(connectionFile, comms -> Evaluators.open(Map.of("comms", comms)));
    Runtime.getRuntime().addShutdownHook(new Thread(KernelStartCommand::endSoon));
  }

  /** Jupyter waits for the end of the process, which a cell that does not stop must not delay. */
  private static void endSoon() {
    Thread impatient =
        new Thread(
            () -> {
              try {
                Thread.sleep(PATIENCE);
              } catch (InterruptedException e) {
                // Then at once.
              }
              Runtime.getRuntime().halt(0);
            },
            "robusta-halt");
    impatient.setDaemon(true);
    impatient.start();
  }
}
