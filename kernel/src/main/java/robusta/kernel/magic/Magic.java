package robusta.kernel.magic;

import java.util.List;
import java.util.Set;

/**
 * Something that a line or a cell beginning with {@code %} does. A class of a user's that
 * implements it, with a constructor without arguments, is made known by {@code %load_magic}.
 */
public interface Magic {

  /** How a magic may be written. */
  enum Form {
    /** {@code %name argument}, in one line. */
    LINE,
    /** {@code %%name argument}, with the rest of the cell as its body. */
    CELL
  }

  /** Its name, without {@code %}. */
  String name();

  /** How it may be written; as a line or a cell with a text, unless it says otherwise. */
  default Set<Form> forms() {
    return Set.of(Form.LINE, Form.CELL);
  }

  /** The ways to write it, for people, such as {@code "%time CODE"}. */
  default List<String> usage() {
    return List.of("%%" + name() + " over a cell", "%" + name() + " TEXT");
  }

  /** What it does, in half a sentence. */
  String meaning();

  /**
   * Does it.
   *
   * @return what the cell shall show, as if it were its last value; null for nothing
   * @throws robusta.run.RobustaException if it is written wrongly
   */
  Object run(MagicCall call, MagicContext context);
}
