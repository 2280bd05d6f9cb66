package robusta.dsl;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.display.Grid;
import robusta.display.OutputCell;
import robusta.display.Renderers;
import robusta.display.Rendering;
import robusta.display.Shown;
import robusta.display.Tabs;
import robusta.figure.Export;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.model.Checkpoints;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;

/** Shows and saves whatever a script hands it. */
final class Showing {
  private final Workbench bench;
  private final Map<String, Integer> shown = new ConcurrentHashMap<>();

  Showing(Workbench bench) {
    Appearance.register();
    this.bench = bench;
  }

  /** Shows a value on the workbench's display. */
  void show(Object value) {
    if (!bench.display().live()) {
      // A terminal has no way to put pictures beside or below each other.
      Collection<?> parts = parts(value);
      if (!parts.isEmpty()) {
        parts.forEach(this::show);
        return;
      }
    }
    place(value);
  }

  /** Shows a value in one piece; what replaces it is given back. */
  Shown place(Object value) {
    Rendering rendering =
        value == null ? Rendering.text("null") : Renderers.render(value).orElse(OutputCell.HIDDEN);
    boolean picture = rendering.data().containsKey(Rendering.PNG);
    Shown shown = bench.display().show(rendering, picture ? file(value) : bench.folder());
    if (value instanceof Background background && bench.display().live()) {
      background.follow(shown);
    }
    return shown;
  }

  /** What a value holds that is shown piece by piece; empty where it is one piece. */
  static Collection<?> parts(Object value) {
    return value instanceof Map<?, ?> map
        ? map.values()
        : value instanceof Collection<?> list
            ? list
            : value instanceof Tabs tabs
                ? tabs.values().values()
                : value instanceof Grid grid ? grid.values() : List.of();
  }

  /** The figure or table that stands for a value; the value itself where there is none. */
  static Object look(Object value) {
    if (value instanceof Sentence<?, ?> sentence) {
      return sentence.shown();
    }
    return Pictures.fits(value) && !(value instanceof robusta.data.Dataset)
        ? figure(Pictures.from(value))
        : value;
  }

  private static Figure figure(Pictures pictures) {
    return !pictures.getNames().contains("")
        ? figureWithNames(pictures)
        : Figures.of(pictures.images());
  }

  private static Figure figureWithNames(Pictures pictures) {
    List<String> names = pictures.getNames();
    int[] each = java.util.stream.IntStream.range(0, names.size()).toArray();
    return Figures.of(new Batch(pictures.images(), each), names);
  }

  private Path file(Object value) {
    String name =
        value instanceof Sentence<?, ?> sentence
            ? sentence.arguments().verb().name()
            : Pictures.fits(value) ? "images" : "figure";
    int number = shown.merge(name, 1, Integer::sum);
    return bench.resolve(Path.of("%s-%d.png".formatted(name, number)));
  }

  /**
   * Saves a value in the format that the file's name asks for.
   *
   * @return the path
   */
  Path save(Object value, Path named) {
    Path file = bench.resolve(named);
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    Path saved;
    if (value instanceof Network network) {
      Checkpoints.save(network.model(), file);
      saved = file;
    } else if (value instanceof ReportPage page) {
      saved = page.write(file);
    } else if (name.endsWith(".npy")) {
      saved = Export.images(images(value), file);
    } else if (value instanceof Sentence<?, ?> sentence) {
      saved =
          name.matches(".*\\.(png|svg|pdf)")
              ? Export.figure(sentence.getFigure(), file)
              : Export.table(sentence.getTable(), file);
    } else if (look(value) instanceof Figure figure) {
      saved = Export.figure(figure, file);
    } else if (value instanceof Table table) {
      saved = Export.table(table, file);
    } else {
      throw new RobustaException(
          "save takes a network, a sentence, a figure, a table, images or a report, not "
              + Kind.show(value));
    }
    bench.display().text("saved " + saved);
    return saved;
  }

  private static Images images(Object value) {
    if (!Pictures.fits(value)) {
      throw new RobustaException("a .npy file holds images, not " + Kind.show(value));
    }
    return Pictures.from(value).images();
  }
}
