package robusta.engine.onednn;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where the time goes: nanoseconds per operation, printed at exit when the system property {@code
 * robusta.profile} is set.
 */
final class Profile {
  static final boolean ENABLED = Boolean.getBoolean("robusta.profile");

  private static final Map<String, long[]> TIMES = new TreeMap<>();

  static {
    if (ENABLED) {
      Runtime.getRuntime().addShutdownHook(new Thread(Profile::print));
    }
  }

  private Profile() {}

  static synchronized void add(String name, long nanoseconds) {
    long[] entry = TIMES.computeIfAbsent(name, unused -> new long[2]);
    entry[0] += nanoseconds;
    entry[1]++;
  }

  private static synchronized void print() {
    long total = TIMES.values().stream().mapToLong(entry -> entry[0]).sum();
    TIMES.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue()[0], a.getValue()[0]))
        .limit(Integer.getInteger("robusta.profile.lines", 60))
        .forEach(
            entry ->
                System.err.printf(
                    "%6.2f%% %10.3f ms x %6d  %s%n",
                    100.0 * entry.getValue()[0] / total,
                    entry.getValue()[0] / 1e6 / entry.getValue()[1],
                    entry.getValue()[1],
                    entry.getKey()));
  }
}
