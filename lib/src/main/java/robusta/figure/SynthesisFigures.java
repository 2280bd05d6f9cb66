package robusta.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import robusta.represent.SynthesisResult;
import robusta.run.RobustaException;

/** Figures of {@link SynthesisResult}s, as in the authors' paper: original, start, what became. */
public final class SynthesisFigures {
  private SynthesisFigures() {}

  /** What one network made. */
  public static ImageGrid of(SynthesisResult result, List<String> classes) {
    return of(Map.of("", result), classes);
  }

  /**
   * What several networks made of the same, named by the keys in the map's order.
   *
   * @param classes the class names, in label order
   * @throws RobustaException if the tasks, the starts or the judges are not the same
   */
  public static ImageGrid of(Map<String, SynthesisResult> results, List<String> classes) {
    SynthesisResult first = Figures.first(results);
    Figures.requireSame(results, SynthesisResult::starts, "starts");
    if (results.values().stream().anyMatch(r -> !r.task().equals(first.task()))) {
      throw new RobustaException("these results are of different tasks; show each on its own");
    }
    if (results.values().stream().map(SynthesisFigures::judge).distinct().count() > 1) {
      throw new RobustaException("these results have different judges; show each on its own");
    }
    boolean same =
        results.values().stream()
            .allMatch(
                r ->
                    Arrays.equals(r.classes(), first.classes())
                        && Arrays.equals(r.features(), first.features()));
    ImageGrid.Builder grid = ImageGrid.titled(title(first)).note(note(first, same));
    results.values().forEach(r -> grid.recipe(r.recipe()));
    Figures.eachChunk(
        first.starts().count(),
        (from, to) -> {
          grid.block(
              same ? Figures.captions(from, to, i -> aim(first, classes, i)) : new String[0]);
          first.originals().ifPresent(images -> grid.row("original", images.slice(from, to)));
          grid.row(start(first), first.starts().slice(from, to));
          results.forEach(
              (name, r) ->
                  grid.row(
                      name.isEmpty() ? "result" : name,
                      r.images().slice(from, to),
                      Figures.captions(
                          from,
                          to,
                          i -> (same ? "" : aim(r, classes, i) + ": ") + caption(r, classes, i))));
        });
    return grid.build();
  }

  private static String title(SynthesisResult result) {
    return switch (result.task()) {
      case "generate" -> "Generating images";
      case "translate" -> "Translating images";
      case "sketch" -> "Images from sketches";
      case "inpaint" -> "Filling in what is missing";
      case "upscale" -> "Adding detail to small images";
      default -> "Painting with features";
    };
  }

  private static String start(SynthesisResult result) {
    return switch (result.task()) {
      case "translate" -> "source";
      case "sketch" -> "sketch";
      case "inpaint" -> "corrupted";
      case "upscale" -> "bicubic";
      case "paint" -> "before";
      default -> "start";
    };
  }

  /**
   * What the captions say.
   *
   * @param above whether the aims are the same for all and stand above
   */
  private static String note(SynthesisResult result, boolean above) {
    boolean painted = result.features().length > 0;
    String aim = painted ? "the painted feature" : "the class that was aimed at";
    String made =
        painted
            ? "its activation before and after"
            : "the class that %s sees".formatted(judge(result));
    String sentence = above ? "Above: %s. Under each image: %s." : "Under each image, %s: %s.";
    return sentence.formatted(aim, made);
  }

  private static String judge(SynthesisResult result) {
    return result
        .judged()
        .map(judgement -> "the judge (" + judgement.network() + ")")
        .orElse("the network itself");
  }

  private static String aim(SynthesisResult result, List<String> classes, int image) {
    return result.features().length > 0
        ? "feature " + result.features()[image]
        : classes.get(result.classes()[image]);
  }

  private static String caption(SynthesisResult result, List<String> classes, int image) {
    if (result.features().length > 0) {
      return Figures.decimals(result.activationBefore()[image])
          + " → "
          + Figures.decimals(result.activationAfter()[image]);
    }
    int seen = result.judged().orElse(result.own().orElseThrow()).after().predictions()[image];
    return classes.get(seen);
  }
}
