package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jupyter's own clients, in Python, on the kernel as a process. */
@Tag("jupyter")
class JupyterSuiteTest {
  @TempDir Path folder;

  @Test
  void theConformanceSuitePassesWithNothingSkipped() throws Exception {
    TestJupyter jupyter = new TestJupyter(folder);
    jupyter.require("jupyter_kernel_test, jupyter_client", "python3-jupyter-kernel-test");
    jupyter.writeKernelspec("robusta-test");
    String result = jupyter.python("-m", "unittest", "test_robusta_kernel");
    assertEquals("OK", result.lines().reduce("", (before, line) -> line), result);
  }
}
