package robusta.kernel.magic;

import java.util.List;
import java.util.Set;
import robusta.run.RobustaException;

/** {@code %import a.b.C}: what {@code import} does in a cell. */
final class ImportMagic implements Magic {

  @Override
  public String name() {
    return "import";
  }

  @Override
  public Set<Form> forms() {
    return Set.of(Form.LINE);
  }

  @Override
  public List<String> usage() {
    return List.of("%import a.b.C", "%import static a.b.C.*");
  }

  @Override
  public String meaning() {
    return "imports a class for this and all later cells";
  }

  @Override
  public Object run(MagicCall call, MagicContext context) {
    String name = call.argument().replaceFirst(";$", "");
    if (!name.matches("(static\\s+)?[\\w$.]+(\\.\\*)?(\\s+as\\s+\\w+)?")) {
      throw new RobustaException(
          "%import is written %import a.b.C or %import static a.b.C.*, not with '" + name + "'");
    }
    // In the place of the magic, so that a mistake is found in its line.
    context.evaluate("\n".repeat(call.line()) + "import " + name);
    return null;
  }
}
