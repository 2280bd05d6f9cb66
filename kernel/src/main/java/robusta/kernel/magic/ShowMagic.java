package robusta.kernel.magic;

import java.util.Map;
import robusta.display.Rendering;
import robusta.run.RobustaException;

/**
 * {@code %%html} and its like: the text as a picture.
 *
 * @param name the name of the magic
 * @param type the MIME type
 * @param noun what the text is
 */
record ShowMagic(String name, String type, String noun) implements Magic {

  @Override
  public String meaning() {
    return "shows " + noun;
  }

  @Override
  public Object run(MagicCall call, MagicContext context) {
    String text = call.onlyText();
    if (text.isBlank()) {
      throw new RobustaException(
          "there is nothing to show below %%" + name + "; it is written " + usage().get(0));
    }
    Rendering rendering = new Rendering(Map.of(type, text), Map.of());
    if (type.equals(Rendering.MARKDOWN) || type.equals(Rendering.LATEX)) {
      rendering = rendering.with(Rendering.PLAIN, text); // Made to be read as it is, too.
    }
    context.output().display(rendering, null);
    return null;
  }
}
