package robusta.dsl;

import java.util.List;
import java.util.Optional;
import robusta.data.Dataset;
import robusta.figure.FeatureFigures;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.represent.TopActivations;
import robusta.represent.TopActivationsResult;
import robusta.represent.VisualizationResult;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/** {@code topActivating(42).in(data.test)}, and {@code leastActivating}. */
public final class ActivatingSentence
    extends Sentence<ActivatingSentence, List<TopActivationsResult>> implements PictureSource {
  private final int[] features;
  private final boolean least;

  ActivatingSentence(Bound bound, boolean least, int... features) {
    super(bound);
    this.least = least;
    this.features = features.clone();
  }

  @Override
  ActivatingSentence copy(Bound other) {
    return new ActivatingSentence(other, least, features);
  }

  /** Where to look. */
  public ActivatingSentence in(Dataset data) {
    return set("in", data);
  }

  /** How many images per feature. */
  public ActivatingSentence count(int images) {
    return set("count", images);
  }

  /** Which network, instead of the one in use. */
  public ActivatingSentence with(Network network) {
    return set("with", network);
  }

  /** A visualization of the same features, to show and to measure beside the images. */
  public ActivatingSentence beside(VisualizeSentence visualization) {
    return set("beside", visualization);
  }

  private Dataset data() {
    return (Dataset) arguments().required("in");
  }

  private Optional<VisualizeSentence> beside() {
    return arguments().get("beside").map(VisualizeSentence.class::cast);
  }

  @Override
  List<TopActivationsResult> run(RunContext context) {
    beside().ifPresent(shown -> TopActivationsResult.requireSame(features, shown.features()));
    return TopActivations.on(network().model(), bench().engine())
        .features(features)
        .in(data())
        .count(arguments().count("count", 8))
        .run(context);
  }

  /** The end of the ranking that was asked for, of one of the features. */
  TopActivationsResult.Ranking ranking(TopActivationsResult result) {
    return least ? result.bottom() : result.top();
  }

  @Override
  public Pictures getImages() {
    Dataset data = data();
    return get().stream()
        .map(result -> Pictures.of(data, ranking(result).indices()))
        .reduce(Pictures::plus)
        .orElseThrow();
  }

  @Override
  public Figure getFigure() {
    List<String> classes = data().classes();
    return beside()
        .<Figure>map(shown -> FeatureFigures.gallery(get(), shown.get(), classes))
        .orElseGet(() -> Figures.topActivations(get(), classes));
  }

  @Override
  public Table getTable() {
    return ResultTables.of(network().getName(), get(), data().classes(), least);
  }

  /** Over the features: how strong they are, and how much the images belong to one class. */
  @Override
  public Table getSummary() {
    Optional<VisualizationResult> shown = beside().map(VisualizeSentence::get);
    shown.ifPresent(result -> TopActivationsResult.requireSame(get(), result));
    return Summaries.of(network().getName(), get(), least, shown);
  }
}
