package robusta.kernel.magic;

import java.util.List;
import java.util.Set;

/** {@code %lsmagic}. */
final class ListMagic implements Magic {
  private final Magics magics;

  ListMagic(Magics magics) {
    this.magics = magics;
  }

  @Override
  public String name() {
    return "lsmagic";
  }

  @Override
  public Set<Form> forms() {
    return Set.of(Form.LINE);
  }

  @Override
  public List<String> usage() {
    return List.of("%lsmagic");
  }

  @Override
  public String meaning() {
    return "lists the magics";
  }

  @Override
  public Object run(MagicCall call, MagicContext context) {
    StringBuilder list = new StringBuilder();
    for (Magic magic : magics.all()) {
      list.append(magic.name()).append(": ").append(magic.meaning()).append('\n');
      magic.usage().forEach(usage -> list.append("    ").append(usage).append('\n'));
    }
    context.print(list.toString().stripTrailing());
    return null;
  }
}
