package robusta.kernel.magic;

import java.util.List;
import java.util.Optional;
import robusta.run.RobustaException;

/**
 * A magic as a cell has it.
 *
 * @param name its name, without {@code %}
 * @param argument what follows the name in its line, without the spaces around
 * @param body the lines below it; empty where it was written with one {@code %}
 * @param line the line of the cell that it stands in, from 0
 * @param column where its argument begins in that line, from 0
 */
public record MagicCall(String name, String argument, Optional<String> body, int line, int column) {

  /** How it was written. */
  public Magic.Form form() {
    return body.isPresent() ? Magic.Form.CELL : Magic.Form.LINE;
  }

  /** What it is about: its body, or the rest of its line. */
  public String text() {
    return body.orElse(argument);
  }

  /**
   * What it is about, of a magic whose body takes no words in the line above it.
   *
   * @throws RobustaException if there are some
   */
  String onlyText() {
    if (form() == Magic.Form.CELL && !argument.isEmpty()) {
      throw new RobustaException(
          "%%%%%s takes nothing behind it, such as '%s'; write it in the lines below"
              .formatted(name, argument));
    }
    return text();
  }

  /** Its text as code, whose lines and columns are those of the cell. */
  public String code() {
    return body.map(lines -> "\n".repeat(line + 1) + lines)
        .orElseGet(() -> "\n".repeat(line) + " ".repeat(column) + argument);
  }

  /** Its argument's words. */
  public List<String> words() {
    return argument.isEmpty() ? List.of() : List.of(argument.split("\\s+"));
  }
}
