package robusta.kernel.magic;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import robusta.run.RobustaException;

/** {@code %timeit} and {@code %%timeit}. */
final class TimeitMagic implements Magic {
  private static final int RUNS = 7;
  private static final Pattern OPTION = Pattern.compile("-([nr])\\s*(\\S+)\\s*");

  @Override
  public String name() {
    return "timeit";
  }

  @Override
  public List<String> usage() {
    return List.of("%timeit [-n LOOPS] [-r RUNS] CODE", "%%timeit over a cell");
  }

  @Override
  public String meaning() {
    return "runs code often and says how long it takes";
  }

  @Override
  public Object run(MagicCall call, MagicContext context) {
    long loops = 0;
    int runs = RUNS;
    Matcher option = OPTION.matcher(call.argument());
    int end = 0;
    while (option.region(end, call.argument().length()).lookingAt()) {
      int number = number(option.group(1), option.group(2));
      if (option.group(1).equals("n")) {
        loops = number;
      } else {
        runs = number;
      }
      end = option.end();
    }
    String rest = call.argument().substring(end);
    String code = call.body().orElse(rest);
    if (code.isBlank()) {
      throw new RobustaException("there is nothing to time; it is written " + usage().get(0));
    }
    if (call.body().isPresent() && !rest.isBlank()) {
      throw new RobustaException("%%timeit takes -n LOOPS and -r RUNS, not '" + rest + "'");
    }
    // One closure, compiled once; it begins in the line where the code does.
    int above = call.body().isPresent() ? call.line() + 1 : call.line();
    Object timing =
        context.evaluate(
            "%s%s.measure(%dL, %d) { -> %s\n}"
                .formatted("\n".repeat(above), Timing.class.getName(), loops, runs, code));
    context.print(String.valueOf(timing));
    return null;
  }

  private static int number(String option, String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new RobustaException(
          "-%s of %%timeit is a whole number from 1, not '%s'".formatted(option, text));
    }
    return Integer.parseInt(text);
  }
}
