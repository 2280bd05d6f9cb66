package robusta.kernel.magic;

import java.util.List;
import java.util.Set;
import robusta.run.RobustaException;

/** {@code %load_magic CLASS}. */
final class LoadMagic implements Magic {
  private final Magics magics;

  LoadMagic(Magics magics) {
    this.magics = magics;
  }

  @Override
  public String name() {
    return "load_magic";
  }

  @Override
  public Set<Form> forms() {
    return Set.of(Form.LINE);
  }

  @Override
  public List<String> usage() {
    return List.of("%load_magic a.b.MyMagic");
  }

  @Override
  public String meaning() {
    return "makes a class of yours that implements robusta.kernel.magic.Magic known";
  }

  @Override
  public Object run(MagicCall call, MagicContext context) {
    String type = call.argument();
    if (!type.matches("[\\w$.]+")) {
      throw new RobustaException("%load_magic is written " + usage().get(0));
    }
    // As code, so that classes of cells and of added jars are found, and imports count.
    Object made = context.evaluate("\n".repeat(call.line()) + "new " + type + "()");
    if (!(made instanceof Magic magic)) {
      throw new RobustaException(type + " is no magic; it must implement " + Magic.class.getName());
    }
    magics.add(magic);
    context.print("loaded %" + magic.name());
    return null;
  }
}
