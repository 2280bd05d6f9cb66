package robusta.kernel.jupyter;

import java.util.Optional;

/** The process that started this kernel, without which nobody can end it. */
final class Parent {
  private Parent() {}

  /**
   * Does something when the parent is gone, or now if it is gone already.
   *
   * @param pid its process number as Jupyter tells it ({@code JPY_PARENT_PID}); null or anything
   *     else where nobody needs to be watched
   */
  static void whenGone(String pid, Runnable action) {
    if (pid == null || !pid.matches("[1-9]\\d{0,17}")) {
      return;
    }
    Optional<ProcessHandle> parent = ProcessHandle.of(Long.parseLong(pid));
    if (parent.isPresent()) {
      var unused = parent.get().onExit().thenRun(action);
    } else {
      action.run();
    }
  }
}
