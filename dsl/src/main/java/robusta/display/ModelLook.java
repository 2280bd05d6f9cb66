package robusta.display;

import robusta.figure.Html;
import robusta.model.Model;

/** A model: what it takes and gives, how large it is, and its layers. */
public final class ModelLook {
  private static final double MEGABYTE = 1 << 20;

  private ModelLook() {}

  /** The summary as text; as HTML with the table of layers. */
  public static Rendering of(Model model) {
    String summary =
        "%s: images of %dx%dx%d, %d classes, %,d parameters, %.1f MB, hash %s"
            .formatted(
                model.name(),
                model.channels(),
                model.height(),
                model.width(),
                model.classes().size(),
                model.parameterCount(),
                model.parameterCount() * Float.BYTES / MEGABYTE,
                model.hash());
    return Rendering.text(summary)
        .with(
            Rendering.HTML,
            "<div><b>%s</b></div>%s"
                .formatted(Html.escape(summary), Fragments.html(TableLook.of(model.layers(), ""))));
  }
}
