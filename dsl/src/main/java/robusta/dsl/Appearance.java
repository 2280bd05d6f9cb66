package robusta.dsl;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.display.FigureLook;
import robusta.display.ImageLook;
import robusta.display.ModelLook;
import robusta.display.OutputCell;
import robusta.display.Renderers;
import robusta.display.Rendering;

/** How the values of the language look. */
final class Appearance {
  private static final Set<Class<?>> GENERAL = Set.of(Map.class, Collection.class, Object[].class);

  private static boolean registered;

  private Appearance() {}

  /** Tells the renderers, once. */
  static synchronized void register() {
    if (registered) {
      return;
    }
    registered = true;
    Renderers.<Sentence<?, ?>>registerWork(type(Sentence.class), Sentence::shown);
    Renderers.register(
        Network.class,
        network -> ModelLook.of(network.model()).with(Rendering.PLAIN, network.toString()));
    Renderers.register(Pictures.class, Appearance::pictures);
    Renderers.register(ReportPage.class, ReportPage::finished);
    Renderers.register(Background.class, Background::rendering);
    Renderers.register(PaperWords.class, PaperWords::getTable);
    // It is shown already.
    Renderers.register(Handle.class, handle -> OutputCell.HIDDEN);
  }

  private static Rendering pictures(Pictures pictures) {
    Images images = pictures.images();
    return FigureLook.picture(
            !pictures.getNames().contains("")
                ? ImageLook.of(new Batch(images, numbers(images.count())), pictures.getNames())
                : ImageLook.of(images))
        .with(Rendering.PLAIN, pictures.toString());
  }

  /** Each picture is a class of its own, so that each has its name. */
  private static int[] numbers(int count) {
    return java.util.stream.IntStream.range(0, count).toArray();
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> type(Class<?> raw) {
    return (Class<T>) raw;
  }

  /** The classes whose values look like something here; not those that every Groovy shows. */
  static List<Class<?>> types() {
    return Renderers.types().stream().filter(type -> !GENERAL.contains(type)).toList();
  }
}
