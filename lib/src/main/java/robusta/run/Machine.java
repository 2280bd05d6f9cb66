package robusta.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The computer that a result was made on.
 *
 * @param cpu the processor's name, such as {@code "Intel(R) Xeon(R) Platinum 8481C"}
 * @param cores processors that the JVM may use
 * @param memory bytes of main memory; 0 when unknown
 * @param system operating system and architecture
 * @param jvm name and version of the Java virtual machine
 */
public record Machine(String cpu, int cores, long memory, String system, String jvm) {

  /** This computer. */
  public static Machine current() {
    return new Machine(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        memorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
  }

  /** What a reader wants to know, in order. */
  public Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("CPU", cpu);
    facts.put("cores", Integer.toString(cores));
    if (memory > 0) {
      facts.put("memory", Math.round(memory / (double) (1 << 30)) + " GiB");
    }
    facts.put("system", system);
    facts.put("JVM", jvm);
    return facts;
  }

  private static String cpuName() {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      try (Stream<String> lines = Files.lines(info, StandardCharsets.ISO_8859_1)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
    String windows = System.getenv("PROCESSOR_IDENTIFIER");
    return windows == null ? System.getProperty("os.arch") : windows;
  }

  private static long memorySize() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        ? bean.getTotalMemorySize()
        : 0;
  }
}
