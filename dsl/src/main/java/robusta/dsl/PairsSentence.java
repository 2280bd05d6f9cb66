package robusta.dsl;

import java.util.Map;
import robusta.data.Images;
import robusta.figure.Figure;
import robusta.figure.InversionFigures;
import robusta.represent.PairsResult;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/** {@code pairs(images).from(others)}: images that have the representation of others. */
public final class PairsSentence extends InversionSentence<PairsSentence, PairsResult> {

  PairsSentence(Bound bound, Object targets) {
    super(bound, targets);
  }

  @Override
  PairsSentence copy(Bound other) {
    return new PairsSentence(other, targets());
  }

  @Override
  PairsResult run(RunContext context) {
    if (arguments().has("from")) {
      return new PairsResult(inversion().run(context));
    }
    Images images = Pictures.from(targets()).images();
    if (images.count() < 2) {
      throw new RobustaException(
          "pairs needs another image to change; give two images or add .from(another)");
    }
    Images others = Images.concat(images.slice(1, images.count()), images.get(0));
    return new PairsResult(inversion().from(others).run(context));
  }

  /** The second image of each pair. */
  @Override
  public Pictures getImages() {
    return Pictures.of(get().second(), "pairs");
  }

  @Override
  public Figure getFigure() {
    return InversionFigures.pairs(Map.of(network().getName(), get()));
  }

  /** One row per pair. */
  @Override
  public Table getTable() {
    return ResultTables.of(network().getName(), get());
  }

  @Override
  public Table getSummary() {
    return Summaries.of(network().getName(), get());
  }
}
