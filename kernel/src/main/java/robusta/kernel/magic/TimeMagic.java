package robusta.kernel.magic;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import robusta.run.RobustaException;

/** {@code %time} and {@code %%time}. */
final class TimeMagic implements Magic {

  @Override
  public String name() {
    return "time";
  }

  @Override
  public List<String> usage() {
    return List.of("%time CODE", "%%time over a cell");
  }

  @Override
  public String meaning() {
    return "runs code once and says how long it took";
  }

  @Override
  public Object run(MagicCall call, MagicContext context) {
    if (call.text().isBlank()) {
      throw new RobustaException("there is nothing to time; it is written %time CODE");
    }
    long cpu = cpuNanos();
    long began = System.nanoTime();
    Object value = Timing.completed(context.evaluate(call.code()));
    long wall = System.nanoTime() - began;
    context.print(
        "CPU time: %s, wall time: %s"
            .formatted(
                Timing.duration((double) (cpuNanos() - cpu)), Timing.duration((double) wall)));
    return value;
  }

  /** Of the whole process: the engine computes on threads of its own. */
  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
