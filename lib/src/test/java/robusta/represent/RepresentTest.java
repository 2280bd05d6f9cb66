package robusta.represent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import robusta.attack.Parametrization;
import robusta.data.Batch;
import robusta.data.Dataset;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.Cancellation;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import robusta.testing.Reference;

/** The experiments on the trained network of the portable reference. */
class RepresentTest {
  private static final Reference REFERENCE = Reference.portable();
  private static final Model MODEL = REFERENCE.model();
  private static final Engine ENGINE = OneDnnEngine.instance();

  private final Images x = REFERENCE.images("x");
  private final Images targets = REFERENCE.images("target_images");
  private final RunContext context = RunContext.quiet(1);

  private Activations activations(Images images) {
    return Representations.on(MODEL, ENGINE).of(images, context);
  }

  @Test
  void activationsAreTheLibrarys() {
    Activations a = activations(x);
    assertArrayEquals(REFERENCE.array("representation"), a.representations(), 1e-4f);
    assertArrayEquals(REFERENCE.array("logits"), a.logits(), 1e-4f);
    int right = 0;
    int[] labels = REFERENCE.labels();
    for (int i = 0; i < labels.length; i++) {
      right += a.predictions()[i] == labels[i] ? 1 : 0;
    }
    assertEquals(right / 6.0, a.accuracy(labels));
  }

  @Test
  void anInversionIsTheLibrarys() {
    InversionResult result =
        Inversion.on(MODEL, ENGINE)
            .targets(targets)
            .from(x)
            .steps(30)
            .stepSize(0.1)
            .snapshots(4)
            .run(context);
    assertArrayEquals(REFERENCE.array("inversion"), result.images().pixels(), 1e-4f);
    for (int i = 0; i < 6; i++) {
      assertTrue(result.distanceAfter()[i] < result.distanceBefore()[i]);
      assertEquals(result.distanceBefore()[i], result.losses().losses()[0][i], 1e-5);
      assertEquals(
          result.distanceAfter()[i],
          result.losses().losses()[result.losses().steps().length - 1][i],
          1e-5);
    }
    assertEquals(31, result.losses().steps().length);
    assertEquals(List.of(0, 10, 20, 30), result.snapshots().stream().map(Snapshot::step).toList());
    assertArrayEquals(x.pixels(), result.snapshots().get(0).images().pixels());
    assertFalse(result.stopped());
    assertEquals("30", result.recipe().settings().get("steps"));
    assertEquals("0.1", result.recipe().settings().get("stepSize"));
    assertTrue(result.recipe().model().matches("reference [0-9a-f]{8}"));
    assertEquals("0.1.0", result.recipe().versions().get("robusta"));
  }

  @Test
  void anInversionStaysInItsBall() {
    InversionResult result =
        Inversion.on(MODEL, ENGINE)
            .targets(targets)
            .from(x)
            .within(0.5)
            .steps(30)
            .stepSize(0.1)
            .run(context);
    for (double distance : RepresentationMetrics.l2(x, result.images())) {
      assertTrue(distance <= 0.5 + 1e-5);
    }
  }

  @Test
  void anInversionFromNoiseIsTheSameAgain() {
    Inversion inversion = Inversion.on(MODEL, ENGINE).targets(targets).steps(5);
    InversionResult first = inversion.run(context);
    InversionResult again = inversion.batchSize(4).run(context);
    assertArrayEquals(first.sources().pixels(), again.sources().pixels());
    assertArrayEquals(first.images().pixels(), again.images().pixels(), 1e-4f);
    InversionResult other = inversion.run(context.withSeed(2));
    assertFalse(Arrays.equals(first.sources().pixels(), other.sources().pixels()));
    double mean = 0;
    double square = 0;
    for (float p : first.sources().pixels()) {
      mean += p / (6 * 3072.0);
      square += p * p / (6 * 3072.0);
    }
    assertEquals(0.5, mean, 2e-3);
    assertEquals(0.05, Math.sqrt(square - mean * mean), 1e-3);
  }

  @Test
  void qualityComparesWithDoingNothing() {
    InversionResult result =
        Inversion.on(MODEL, ENGINE).targets(targets).from(targets).steps(1).run(context);
    InversionQuality quality = result.quality();
    assertEquals(0, quality.source().rmse().mean());
    assertEquals(0, quality.image().rmse().mean(), 1e-6);
    assertEquals(1, quality.image().ssim().mean(), 1e-6);
    assertTrue(quality.others().ssim().mean() < 0.9);
  }

  @Test
  void anInterpolationBeginsAndEndsAtItsEnds() {
    InterpolationResult result =
        Interpolation.on(MODEL, ENGINE)
            .between(x.slice(0, 2), targets.slice(0, 2))
            .frames(5)
            .steps(20)
            .run(context);
    assertEquals(10, result.images().count());
    for (int p = 0; p < 2; p++) {
      // The end points are there already, and the best iterate is kept.
      assertArrayEquals(x.get(p).pixels(), result.images().get(p * 5).pixels(), 1e-6f);
      assertArrayEquals(targets.get(p).pixels(), result.images().get(p * 5 + 4).pixels(), 1e-6f);
      assertEquals(
          (x.get(p).pixels()[100] + targets.get(p).pixels()[100]) / 2,
          result.blendsOfPair(p).get(2).pixels()[100],
          1e-6);
      assertArrayEquals(result.images().get(p * 5 + 3).pixels(), result.pair(p).get(3).pixels());
      for (int f = 1; f < 4; f++) {
        assertTrue(result.distanceAfter()[p * 5 + f] < 0.9 * result.distanceBefore()[p * 5 + f]);
      }
    }
    assertEquals(0.25, result.lambda(1));
  }

  @Test
  void visualizationsAreOrderedByFeatureThenSource() {
    VisualizationResult result =
        Visualization.on(MODEL, ENGINE)
            .features(17, 3)
            .from(x)
            .steps(20)
            .stepSize(0.1)
            .run(context);
    assertArrayEquals(REFERENCE.array("visualize_17"), result.images().slice(0, 6).pixels(), 5e-3f);
    assertEquals(3, result.features()[6]);
    for (int i = 0; i < 12; i++) {
      assertTrue(result.activationAfter()[i] > result.activationBefore()[i]);
    }
    assertArrayEquals(x.pixels(), result.sources().slice(6, 12).pixels());
  }

  @Test
  void regularizedAndFourierFormsRaiseTheFeature() {
    List<Visualization> forms =
        List.of(
            Visualization.on(MODEL, ENGINE).jitter(2).rotate(5),
            Visualization.on(MODEL, ENGINE).parametrization(Parametrization.FOURIER).stepSize(1),
            Visualization.on(MODEL, ENGINE)
                .parametrization(Parametrization.DECORRELATED_FOURIER)
                .stepSize(1));
    for (Visualization form : forms) {
      VisualizationResult result = form.features(17).steps(30).run(context);
      assertTrue(result.activationAfter()[0] > result.activationBefore()[0] + 0.1);
    }
  }

  @Test
  void additionStopsWhenTheFeatureDominates() {
    VisualizationResult result =
        FeatureAddition.on(MODEL, ENGINE).features(17).to(x).stepSize(0.05).run(context);
    for (int i = 0; i < 6; i++) {
      assertTrue(result.dominates()[i], "after " + result.steps()[i] + " steps");
      assertTrue(result.steps()[i] < 800);
    }
    assertTrue(Arrays.stream(result.steps()).distinct().count() > 1, "each stops by itself");
  }

  @Test
  void additionInFixedStepsIsTheLibrarys() {
    VisualizationResult result =
        FeatureAddition.on(MODEL, ENGINE)
            .features(17)
            .to(x)
            .fixedSteps(20)
            .stepSize(0.1)
            .useBest(false)
            .run(context);
    assertArrayEquals(REFERENCE.array("add_17"), result.images().pixels(), 5e-3f);
  }

  @Test
  void topActivationsAreThoseOfASort() {
    Dataset data = noise(300);
    Activations all = activations(data.range(0, 300).images());
    List<TopActivationsResult> results =
        TopActivations.on(MODEL, ENGINE).features(17, 5).in(data).count(4).run(context);
    for (TopActivationsResult result : results) {
      int[] order = new int[4];
      boolean[] taken = new boolean[300];
      for (int k = 0; k < 4; k++) {
        int best = -1;
        for (int i = 0; i < 300; i++) {
          if (!taken[i]
              && (best < 0
                  || all.activation(i, result.feature())
                      > all.activation(best, result.feature()))) {
            best = i;
          }
        }
        taken[best] = true;
        order[k] = best;
      }
      assertArrayEquals(order, result.top().indices());
      assertTrue(result.bottom().activations()[3] <= result.top().activations()[3]);
      assertTrue(result.bottom().activations()[0] <= result.bottom().activations()[1]);
      assertArrayEquals(
          data.batch(order[0]).images().pixels(), result.top().images().get(0).pixels());
      assertEquals(order[2] % 10, result.top().labels()[2]);
    }
  }

  @Test
  void whatWasReachedIsReturnedWhenCancelled() {
    List<Long> done = new ArrayList<>();
    RunContext stopping = stoppingAt(10, done);
    InversionResult result =
        Inversion.on(MODEL, ENGINE)
            .targets(targets)
            .from(x)
            .steps(10_000)
            .snapshots(3)
            .run(stopping);
    assertTrue(result.stopped());
    assertTrue(done.size() <= 12);
    for (int i = 0; i < 6; i++) {
      assertTrue(result.distanceAfter()[i] < result.distanceBefore()[i]);
    }
    int last = result.losses().steps()[result.losses().steps().length - 1];
    assertTrue(last >= 9 && last <= 11, "stopped after " + last);
    assertEquals(2, result.snapshots().size(), "the start and the end");
  }

  /** Steps that are far too long, after which the last image is not the best. */
  @Test
  void theBestWhenCancelledIsSaidAsItIs() {
    InversionResult result =
        Inversion.on(MODEL, ENGINE)
            .targets(targets)
            .from(x)
            .steps(10_000)
            .stepSize(3)
            .useBest(true)
            .run(stoppingAt(10, new ArrayList<>()));
    assertTrue(result.stopped());
    float[] found =
        RepresentationMetrics.distances(
            Representations.on(MODEL, ENGINE).of(result.images(), context),
            Representations.on(MODEL, ENGINE).of(targets, context));
    assertArrayEquals(found, result.distanceAfter(), 1e-5f);
    float[][] losses = result.losses().losses();
    assertArrayEquals(found, losses[losses.length - 1], 1e-5f);
  }

  @Test
  void whatWasNotBegunWhenCancelledIsAsItWas() {
    InversionResult result =
        Inversion.on(MODEL, ENGINE)
            .targets(targets)
            .from(x)
            .steps(10_000)
            .batchSize(2)
            .run(stoppingAt(10, new ArrayList<>()));
    assertTrue(result.stopped());
    for (int i = 0; i < 6; i++) {
      float before = result.distanceBefore()[i];
      assertTrue(i < 2 ? result.distanceAfter()[i] < before : result.distanceAfter()[i] == before);
      assertEquals(
          i >= 2, Arrays.equals(x.get(i).pixels(), result.images().get(i).pixels()), "image " + i);
    }
    for (double mean : result.losses().means()) {
      assertTrue(Double.isFinite(mean));
    }
  }

  /** A context whose cancellation is asked for at this report. */
  private static RunContext stoppingAt(int report, List<Long> done) {
    Cancellation cancellation = new Cancellation();
    return new RunContext(
        1,
        (task, finished, total, note) -> {
          done.add(finished);
          if (done.size() == report) {
            cancellation.request();
          }
        },
        cancellation);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertMessage("an inversion needs targets", () -> Inversion.on(MODEL, ENGINE).run(context));
    assertMessage(
        "3x8x8 but the model 'reference' takes 3x32x32",
        () -> Inversion.on(MODEL, ENGINE).targets(Images.zeros(1, 3, 8, 8)).run(context));
    assertMessage(
        "2 sources came with 6 targets",
        () -> Inversion.on(MODEL, ENGINE).targets(targets).from(x.slice(0, 2)).run(context));
    assertMessage(
        "pixel 7 of image 1 is NaN",
        () -> {
          Images broken = x.copy();
          broken.pixels()[3072 + 7] = Float.NaN;
          Inversion.on(MODEL, ENGINE).targets(broken).run(context);
        });
    assertMessage(
        "no feature 64", () -> Visualization.on(MODEL, ENGINE).features(64).steps(1).run(context));
    assertMessage("at least 2 frames", () -> Interpolation.on(MODEL, ENGINE).frames(1));
    assertMessage("steps must be", () -> Inversion.on(MODEL, ENGINE).steps(0));
    assertMessage("radius", () -> Inversion.on(MODEL, ENGINE).within(-1));
    assertMessage(
        "no feature -1",
        () -> TopActivations.on(MODEL, ENGINE).features(-1).in(noise(3)).run(context));
  }

  private static void assertMessage(String part, Runnable work) {
    RobustaException thrown = assertThrows(RobustaException.class, work::run);
    assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
  }

  private static Dataset noise(int size) {
    Images images = Starts.noise(RunContext.quiet(7), size, 3, 32, 32);
    return new Dataset() {
      @Override
      public String name() {
        return "noise";
      }

      @Override
      public List<String> classes() {
        return MODEL.classes();
      }

      @Override
      public int size() {
        return size;
      }

      @Override
      public int channels() {
        return 3;
      }

      @Override
      public int height() {
        return 32;
      }

      @Override
      public int width() {
        return 32;
      }

      @Override
      public Batch batch(int... indices) {
        return new Batch(images.select(indices), Arrays.stream(indices).map(i -> i % 10).toArray());
      }
    };
  }
}
