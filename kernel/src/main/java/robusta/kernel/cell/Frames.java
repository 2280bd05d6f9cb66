package robusta.kernel.cell;

import java.util.List;

/** What a stack trace tells about where a cell's thread is. */
final class Frames {
  private static final List<String> NOT_CORE =
      List.of("robusta.dsl.", "robusta.display.", "robusta.kernel.");

  /** What makes pictures and hands them on. */
  private static final List<String> SHOWING =
      List.of("robusta.display.", "robusta.kernel.jupyter.", "robusta.kernel.notebook.");

  private Frames() {}

  /** Whether the core is at work, maybe by way of a closure: an interrupt would close its files. */
  static boolean insideCore(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (core(frame)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether what is at work ends by itself: the core, which looks at the request, or what shows
   * what it reached; and not a closure that these called.
   */
  static boolean endsByItself(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (core(frame) || SHOWING.stream().anyMatch(frame.getClassName()::startsWith)) {
        return true;
      }
      if (frame.getFileName() != null && frame.getFileName().endsWith(".groovy")) {
        return false;
      }
    }
    return false;
  }

  private static boolean core(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("robusta.") && NOT_CORE.stream().noneMatch(name::startsWith);
  }
}
