package robusta.kernel.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import robusta.run.RobustaException;

/**
 * A cell that begins with magics.
 *
 * @param calls the magics, in their order; at most the last one is of a whole cell
 * @param code the code below them, its lines numbered as the cell's are; empty where there is none
 */
public record MagicCell(List<MagicCall> calls, Optional<String> code) {
  private static final Pattern CALL = Pattern.compile("\\s*(%%?)([A-Za-z]\\w*)(?:\\s+(.*?))?\\s*");

  public MagicCell {
    calls = List.copyOf(calls);
  }

  /** Whether a cell begins with a magic; empty lines and comments may stand above it. */
  public static boolean begins(String cell) {
    return cell.lines()
        .filter(line -> !isNothing(line))
        .findFirst()
        .filter(MagicCell::isMagic)
        .isPresent();
  }

  /**
   * Takes a cell apart: magics of one line until the first line of code, or until a magic that
   * takes all the rest.
   *
   * @throws RobustaException if a line that begins with {@code %} is none
   */
  public static MagicCell parse(String cell) {
    List<MagicCall> calls = new ArrayList<>();
    int line = 0;
    for (int start = 0; start < cell.length(); line++) {
      int end = cell.indexOf('\n', start);
      int next = end < 0 ? cell.length() : end + 1;
      String text = cell.substring(start, next);
      if (isMagic(text)) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
          throw new RobustaException(
              "line %d: a magic is written %%name, as in %%time; %%lsmagic lists those there are"
                  .formatted(line + 1));
        }
        boolean whole = call.group(1).equals("%%");
        boolean bare = call.group(3) == null;
        calls.add(
            new MagicCall(
                call.group(2),
                bare ? "" : call.group(3),
                whole ? Optional.of(cell.substring(next)) : Optional.empty(),
                line,
                bare ? 0 : call.start(3)));
        if (whole) {
          return new MagicCell(calls, Optional.empty());
        }
      } else if (!isNothing(text)) {
        return new MagicCell(calls, Optional.of("\n".repeat(line) + cell.substring(start)));
      }
      start = next;
    }
    return new MagicCell(calls, Optional.empty());
  }

  private static boolean isMagic(String line) {
    return line.stripLeading().startsWith("%");
  }

  private static boolean isNothing(String line) {
    String text = line.strip();
    return text.isEmpty() || text.startsWith("//");
  }
}
