package robusta.display;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import robusta.attack.AttackResult;
import robusta.data.Batch;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Images;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.figure.Html;
import robusta.figure.Report;
import robusta.model.Model;
import robusta.represent.InterpolationResult;
import robusta.represent.InversionResult;
import robusta.represent.VisualizationResult;
import robusta.train.EvaluationResult;
import robusta.train.History;
import robusta.train.TrainingResult;
import robusta.zoo.ModelCard;
import tech.tablesaw.api.Table;

/** How the values of the core, and those of every Java, look. */
final class Looks {
  /** Elements of a list or map that are shown one below the other. */
  private static final int MOST_ELEMENTS = 20;

  private Looks() {}

  static void register() {
    Renderers.register(Figure.class, FigureLook::of);
    Renderers.register(Table.class, TableLook::of);
    // What holds values works where one of them does.
    Renderers.registerWork(Tabs.class, Tabs::rendering);
    Renderers.registerWork(Grid.class, Grid::rendering);
    Renderers.register(Images.class, ImageLook::of);
    Renderers.register(Batch.class, batch -> ImageLook.of(batch, List.of()));
    Renderers.register(Dataset.class, DataLook::of);
    Renderers.register(DataSource.class, DataLook::of);
    Renderers.register(Model.class, ModelLook::of);
    Renderers.register(ModelCard.class, CardLook::of);
    Renderers.register(History.class, history -> training(Figures.of(history), history.table()));
    Renderers.register(
        TrainingResult.class, result -> training(Figures.of(result), result.table()));
    Renderers.register(InversionResult.class, Figures::of);
    Renderers.register(InterpolationResult.class, Figures::of);
    Renderers.register(VisualizationResult.class, Figures::of);
    Renderers.register(EvaluationResult.class, Figures::of);
    Renderers.register(AttackResult.class, result -> ImageLook.of(result.images()));
    Renderers.register(Report.class, Looks::report);
    Renderers.registerWork(Map.class, Looks::map);
    Renderers.registerWork(Collection.class, Looks::list);
    Renderers.registerWork(Object[].class, array -> list(Arrays.asList(array)));
  }

  /** Curves, and the numbers below them. */
  private static Rendering training(Figure curves, Table numbers) {
    Rendering picture = FigureLook.of(curves);
    Rendering table = TableLook.of(numbers);
    return picture
        .with(Rendering.HTML, Fragments.html(picture) + Fragments.html(table))
        .with(Rendering.PLAIN, table.plain());
  }

  /** A whole page, in a frame so that its style stays its own. */
  private static Rendering report(Report report) {
    String page = report.html();
    return Rendering.text("a report of " + page.length() + " characters of HTML")
        .with(
            Rendering.HTML,
            "<iframe srcdoc=\"%s\" style=\"width:100%%;height:640px;border:1px solid rgba(128,128,128,.4)\"></iframe>"
                .formatted(Html.escape(page)));
  }

  private static Object map(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (named.size() < MOST_ELEMENTS) {
            named.put(String.valueOf(key), value);
          }
        });
    return together(map, named, map.size());
  }

  private static Object list(Collection<?> list) {
    Map<String, Object> numbered = new LinkedHashMap<>();
    for (Object value : list) {
      if (numbered.size() == MOST_ELEMENTS) {
        break;
      }
      numbered.put(Integer.toString(numbered.size()), value);
    }
    return together(list, numbered, list.size());
  }

  /** One below the other, where one of them is more than text. */
  private static Rendering together(Object all, Map<String, Object> first, int size) {
    Map<String, Rendering> parts = new LinkedHashMap<>();
    first.forEach(
        (name, value) ->
            parts.put(name, value == all ? PlainText.of("itself") : Fragments.rendering(value)));
    if (parts.values().stream().noneMatch(Fragments::rich)) {
      return PlainText.of(all);
    }
    StringBuilder html = new StringBuilder();
    List<String> texts = new ArrayList<>();
    parts.forEach(
        (name, part) -> {
          html.append(
              "<div style=\"margin:.6em 0 .2em\"><b>%s</b></div>%s"
                  .formatted(Html.escape(name), Fragments.html(part)));
          texts.add(name + ": " + part.plain());
        });
    if (size > parts.size()) {
      String more = "and %,d more".formatted(size - parts.size());
      html.append("<div>%s</div>".formatted(more));
      texts.add(more);
    }
    return Rendering.text(String.join("\n", texts)).with(Rendering.HTML, html.toString());
  }
}
