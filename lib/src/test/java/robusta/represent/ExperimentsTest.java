package robusta.represent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import robusta.data.Datasets;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import robusta.testing.Reference;

/** What the experiments measure, on the trained network of the portable reference. */
class ExperimentsTest {
  private static final Reference REFERENCE = Reference.portable();
  private static final Model MODEL = REFERENCE.model();
  private static final Engine ENGINE = OneDnnEngine.instance();

  private final Images x = REFERENCE.images("x");
  private final Images targets = REFERENCE.images("target_images");
  private final RunContext context = RunContext.quiet(1);

  private Inversion inversion() {
    return Inversion.on(MODEL, ENGINE).targets(targets).steps(8).stepSize(0.1);
  }

  @Test
  void aSpreadIsMeanAndDeviationOfASample() {
    Spread spread = Spread.of(1, 2, 3, 4, Double.NaN);
    assertEquals(2.5, spread.mean());
    assertEquals(Math.sqrt(5 / 3.0), spread.deviation(), 1e-12);
    assertEquals(4, spread.count());
    assertEquals(new Spread(7, 0, 1), Spread.of(7f));
    assertTrue(Double.isNaN(Spread.of(new double[0]).mean()));
    assertTrue(Double.isNaN(Spread.of(new double[0]).deviation()));
    assertEquals("2.500 ± 1.291", spread.toString());
  }

  @Test
  void everyTargetHasItsStarts() {
    Images noise = Starts.noise(context, 6, 3, 32, 32);
    InversionResult both = inversion().from(Images.concat(x, noise)).run(context);
    InversionResult first = inversion().from(x).run(context);
    InversionResult second = inversion().from(noise).run(context);
    assertEquals(2, both.starts());
    assertEquals("2", both.recipe().settings().get("starts"));
    // The mean over the batch scales the gradient, which the normalised step takes out again.
    assertArrayEquals(first.images().pixels(), both.images().slice(0, 6).pixels(), 1e-4f);
    assertArrayEquals(second.images().pixels(), both.images().slice(6, 12).pixels(), 1e-4f);
    assertArrayEquals(targets.pixels(), both.targets().slice(6, 12).pixels());
    assertEquals(1, inversion().from(x.get(0)).run(context).starts());
    assertThrows(RobustaException.class, () -> inversion().from(x.slice(0, 4)).run(context));
  }

  @Test
  void aJudgeMeasuresInItsOwnRepresentation() {
    InversionResult result = inversion().from(x).judge(MODEL).run(context);
    Judgement judgement = result.judgement().orElseThrow();
    Activations wanted = Representations.on(MODEL, ENGINE).of(targets, context);
    Activations found = Representations.on(MODEL, ENGINE).of(result.images(), context);
    double typical = 0;
    double distance = 0;
    int agreeing = 0;
    for (int i = 0; i < 6; i++) {
      typical += norm(wanted.representation(i), wanted.representation((i + 3) % 6)) / 6;
      distance += norm(found.representation(i), wanted.representation(i)) / 6;
      agreeing += found.predictions()[i] == wanted.predictions()[i] ? 1 : 0;
    }
    Judgement.Verdict verdict = judgement.image();
    assertEquals(distance / typical, verdict.distance().mean(), 1e-5);
    assertEquals(agreeing / 6.0, verdict.agreement());
    assertTrue(verdict.distance().mean() < judgement.source().distance().mean());
    assertEquals(verdict, result.quality().image().verdict().orElseThrow());
    assertTrue(inversion().from(x).run(context).judgement().isEmpty());
  }

  @Test
  void aCopyIsWhatTheBaselinesSay() {
    InversionResult copy = inversion().from(targets).judge(MODEL).useBest(true).run(context);
    InversionQuality quality = copy.quality();
    assertEquals(0, quality.image().rmse().mean(), 1e-6);
    assertEquals(1, quality.image().ssim().mean(), 1e-6);
    assertEquals(0, quality.image().verdict().orElseThrow().distance().mean(), 1e-5);
    assertEquals(1, quality.image().verdict().orElseThrow().agreement());
    assertTrue(quality.others().rmse().mean() > 0.1);
  }

  private static double norm(float[] a, float[] b) {
    double squares = 0;
    for (int j = 0; j < a.length; j++) {
      squares += (double) (a[j] - b[j]) * (a[j] - b[j]);
    }
    return Math.sqrt(squares);
  }

  @Test
  void aLargerBudgetComesNearer() {
    Budgets budgets = inversion().from(x).run(context, 0, 0.3, 2);
    assertArrayEquals(new double[] {0, 0.3, 2}, budgets.radii());
    assertArrayEquals(x.pixels(), budgets.results().get(0).images().pixels());
    List<Spread> distances = budgets.distances();
    assertTrue(distances.get(1).mean() < distances.get(0).mean());
    assertTrue(distances.get(2).mean() < distances.get(1).mean());
    for (int k = 0; k < 3; k++) {
      for (double moved : budgets.results().get(k).moved()) {
        assertTrue(moved <= budgets.radii()[k] + 1e-4);
      }
    }
    assertEquals(18, budgets.images().count());
    assertThrows(RobustaException.class, () -> inversion().run(context, new double[0]));
  }

  @Test
  void pairsAreMeasuredAgainstRandomOnes() {
    PairsResult pairs = new PairsResult(inversion().from(x).run(context));
    assertArrayEquals(
        RepresentationMetrics.l2(pairs.second(), targets), pairs.pixelDistance(), 1e-9);
    assertTrue(Spread.of(pairs.representationDistance()).mean() < 1);
    PairsResult unchanged = new PairsResult(inversion().from(x).within(0).run(context));
    assertEquals(1, Spread.of(unchanged.representationDistance()).mean(), 1e-6);
    assertEquals(0, Spread.of(unchanged.moved()).mean());
  }

  @Test
  void aFilmstripGoesToWhereTheImageStopped() {
    FeatureAddition addition = FeatureAddition.on(MODEL, ENGINE).features(17).to(x).stepSize(0.05);
    VisualizationResult plain = addition.run(context);
    VisualizationResult filmed = addition.snapshots(4).run(context);
    assertArrayEquals(plain.images().pixels(), filmed.images().pixels());
    int last = Arrays.stream(filmed.steps()).max().orElseThrow();
    assertTrue(last < 800);
    assertEquals(
        List.of(0, last / 3, 2 * last / 3, last),
        filmed.snapshots().stream().map(Snapshot::step).toList());
    assertArrayEquals(x.pixels(), filmed.snapshots().get(0).images().pixels());
    assertArrayEquals(filmed.images().pixels(), filmed.snapshots().get(3).images().pixels());
    // One image that goes on to the last step doesn't stretch the way of the others.
    int[] steps = plain.steps().clone();
    Arrays.sort(steps);
    if (steps[4] < steps[5] - 1) {
      List<Snapshot> cut = addition.steps(steps[5] - 1).snapshots(3).run(context).snapshots();
      assertEquals(
          List.of(0, steps[4] / 2, steps[5] - 1), cut.stream().map(Snapshot::step).toList());
    }
    addition.steps(800);
    List<Snapshot> chosen = addition.snapshotsAt(2, 0, 799).run(context).snapshots();
    assertEquals(List.of(0, 2, last), chosen.stream().map(Snapshot::step).toList());
    assertFalse(Arrays.equals(chosen.get(1).images().pixels(), chosen.get(2).images().pixels()));
  }

  @Test
  void additionsAreCounted() {
    FeatureAddition addition = FeatureAddition.on(MODEL, ENGINE).features(17).to(x).stepSize(0.05);
    VisualizationResult all = addition.run(context);
    AdditionQuality quality = AdditionQuality.of(all);
    assertEquals(1, quality.reached());
    assertEquals(Arrays.stream(all.steps()).average().orElseThrow(), quality.steps().mean(), 1e-9);
    assertEquals(6, quality.moved().count());
    assertEquals(0, quality.movedOthers().count());
    int most = Arrays.stream(all.steps()).max().orElseThrow();
    AdditionQuality cut = AdditionQuality.of(addition.steps(most - 1).run(context));
    assertTrue(cut.reached() < 1);
    assertEquals(Math.round(6 * cut.reached()), cut.steps().count());
  }

  @Test
  void interpolationsAreMeasuredFrameByFrame() {
    InterpolationResult result =
        Interpolation.on(MODEL, ENGINE)
            .between(x, targets)
            .frames(3)
            .steps(8)
            .judge(MODEL)
            .run(context);
    InterpolationQuality quality = result.quality();
    assertEquals(3, quality.frames().size());
    InterpolationQuality.Frame middle = quality.middle();
    assertEquals(0.5, middle.lambda());
    assertTrue(middle.distance().mean() < middle.distanceOfMixture().mean());
    assertTrue(middle.fromMixture().mean() > 0);
    assertEquals(6, middle.distance().count());
    Activations ends = Representations.on(MODEL, ENGINE).of(x, context);
    double confidence = 0;
    for (int i = 0; i < 6; i++) {
      confidence += Arrays.stream(ends.probabilities(i)).max().orElseThrow() / 6;
    }
    InterpolationQuality.Sight first = quality.frames().get(0).sight().orElseThrow();
    assertEquals(confidence, first.confidenceOfMixture().mean(), 1e-5);
    assertEquals(confidence, first.confidence().mean(), 1e-4);
    assertTrue(first.ends().mean() >= first.confidence().mean() - 1e-6);
  }

  @Test
  void rankingsTellHowMuchTheyBelongToOneClass() {
    Images images = Starts.noise(context, 8, 3, 32, 32);
    TopActivationsResult.Ranking pure =
        new TopActivationsResult.Ranking(
            new int[4], new float[4], images.slice(0, 4), new int[] {3, 3, 3, 3});
    assertEquals(1, pure.commonest());
    assertEquals(0, pure.entropy(), 1e-12);
    TopActivationsResult.Ranking mixed =
        new TopActivationsResult.Ranking(
            new int[4], new float[4], images.slice(0, 4), new int[] {3, 3, 1, 0});
    assertEquals(0.5, mixed.commonest());
    assertEquals(1.5, mixed.entropy(), 1e-12);
    TopActivationsResult found =
        TopActivations.on(MODEL, ENGINE)
            .features(17)
            .in(Datasets.of("noise", MODEL.classes(), images, new int[8]))
            .count(1)
            .run(context)
            .get(0);
    Activations all = Representations.on(MODEL, ENGINE).of(images, context);
    double mean = 0;
    for (int i = 0; i < 8; i++) {
      mean += all.activation(i, 17) / 8;
    }
    assertEquals(mean, found.all().mean(), 1e-5);
    assertEquals(
        (found.top().activations()[0] - mean) / found.all().deviation(),
        found.standardized(found.top().activations()[0]),
        1e-3);
  }
}
