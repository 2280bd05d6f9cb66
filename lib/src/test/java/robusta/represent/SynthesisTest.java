package robusta.represent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import robusta.data.Images;
import robusta.data.Mask;
import robusta.data.Scaling;
import robusta.engine.Engine;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import robusta.testing.Reference;

/** The tasks of synthesis on the trained network of the portable reference, 32 pixels high. */
class SynthesisTest {
  private static final Reference REFERENCE = Reference.portable();
  private static final Model MODEL = REFERENCE.model();
  private static final Engine ENGINE = OneDnnEngine.instance();

  private final Images x = REFERENCE.images("x");
  private final RunContext context = RunContext.quiet(1);

  @Test
  void translationReachesItsClassWithinItsBall() {
    SynthesisResult result =
        Synthesis.translation(MODEL, ENGINE, x).to(3).judge(MODEL).run(context);
    assertEquals(1, result.own().orElseThrow().share());
    assertEquals(1, result.judged().orElseThrow().share());
    assertEquals(1.0 / MODEL.classes().size(), result.own().orElseThrow().chance());
    for (double distance : result.moved()) {
      assertTrue(distance <= 80 * 32 / 224.0 + 1e-4, "moved by " + distance);
    }
    Map<String, String> settings = result.recipe().settings();
    assertEquals("11.4286", settings.get("eps"));
    assertEquals("0.0714286", settings.get("stepSize"));
    assertEquals("cross entropy", settings.get("objective"));
    assertEquals(Optional.empty(), result.restoration());
  }

  @Test
  void theSettingsOfEachTaskAreTheAuthorsScaled() {
    List<Mask> mask = List.of(Mask.box(8, 8, 9, 9));
    assertSettings("5.71429", "60", Synthesis.generation(MODEL, ENGINE, x.get(0)).to(1));
    assertSettings("5.71429", "60", Synthesis.sketch(MODEL, ENGINE, x.get(0)).to(1));
    assertSettings("3.08571", "720", Synthesis.inpainting(MODEL, ENGINE, x.get(0), mask));
    assertSettings("2.14286", "50", Synthesis.upscaling(MODEL, ENGINE, x.get(0), 4));
  }

  private void assertSettings(String eps, String steps, Synthesis synthesis) {
    Map<String, String> settings = synthesis.run(context).recipe().settings();
    assertEquals(eps, settings.get("eps"));
    assertEquals(steps, settings.get("steps"));
  }

  @Test
  void inpaintingSeesNothingOfWhatIsHidden() {
    List<Mask> mask = List.of(Mask.box(8, 10, 9, 7));
    SynthesisResult result =
        Synthesis.inpainting(MODEL, ENGINE, x, mask).to(0).steps(60).run(context);
    assertEquals(x.pixels().length, result.region().length);
    for (int i = 0; i < x.pixels().length; i++) {
      if (result.region()[i] == 0) {
        assertEquals(x.pixels()[i], result.starts().pixels()[i]);
      }
    }
    // Each channel has one colour in the hole: its mean over the whole image.
    double mean = 0;
    for (int i = 0; i < 1024; i++) {
      mean += x.pixels()[i] / 1024.0;
    }
    assertEquals(mean, result.starts().pixels()[12 * 32 + 10], 1e-5);
    assertEquals(
        "cross entropy + 10 * masked distance", result.recipe().settings().get("objective"));
    Restoration restoration = result.restoration().orElseThrow();
    Restoration baseline = result.baseline().orElseThrow();
    assertEquals(6, restoration.psnr().length);
    assertEquals(6, restoration.psnrInside().length);
    // What is known is exact in the baseline, so that it is worse inside than on the whole.
    for (int i = 0; i < 6; i++) {
      assertTrue(baseline.psnrInside()[i] < baseline.psnr()[i]);
      assertTrue(result.moved()[i] <= 21.6 / 7 + 1e-4);
    }
  }

  @Test
  void theKnownPixelsHoldTheMoreTheyWeigh() {
    List<Mask> mask = List.of(Mask.circle(16, 16, 6));
    double[] free =
        Synthesis.painting(MODEL, ENGINE, x, mask, 17)
            .weight(0)
            .steps(40)
            .run(context)
            .changeOutside();
    SynthesisResult painted = Synthesis.painting(MODEL, ENGINE, x, mask, 17).steps(40).run(context);
    for (int i = 0; i < 6; i++) {
      assertTrue(painted.changeOutside()[i] < free[i]);
      assertTrue(painted.activationAfter()[i] > painted.activationBefore()[i]);
    }
    assertEquals(0, painted.classes().length);
    assertFalse(painted.own().isPresent());
    assertEquals(
        "-feature activation + 1000 * masked distance",
        painted.recipe().settings().get("objective"));
  }

  @Test
  void upscalingBeginsAtTheBicubicImage() {
    SynthesisResult result = Synthesis.upscaling(MODEL, ENGINE, x, 4).steps(5).run(context);
    Images small = Scaling.reduce(x, 4);
    assertArrayEquals(Scaling.enlarge(small, 4).pixels(), result.starts().pixels());
    assertArrayEquals(result.before().predictions(), result.classes());
    assertEquals(6, result.restoration().orElseThrow().psnr().length);
    assertEquals(0, result.restoration().orElseThrow().psnrInside().length);
    SynthesisResult unknown = Synthesis.upscaling(MODEL, ENGINE, small, 4).steps(5).run(context);
    assertArrayEquals(result.images().pixels(), unknown.images().pixels());
    assertFalse(unknown.restoration().isPresent());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    List<Mask> three = List.of(Mask.box(0, 0, 1, 1), Mask.box(0, 0, 1, 1), Mask.box(0, 0, 1, 1));
    assertMessage(
        "translate needs a class", () -> Synthesis.translation(MODEL, ENGINE, x).run(context));
    assertMessage("3 masks", () -> Synthesis.inpainting(MODEL, ENGINE, x, three));
    assertMessage("2 classes", () -> Synthesis.translation(MODEL, ENGINE, x).to(1, 2).run(context));
    assertMessage("label 77", () -> Synthesis.translation(MODEL, ENGINE, x).to(77).run(context));
    assertMessage("can't be reduced", () -> Synthesis.upscaling(MODEL, ENGINE, x, 5));
    assertMessage(
        "aims at no class",
        () -> Synthesis.painting(MODEL, ENGINE, x, three.subList(0, 1), 1).to(1));
  }

  private static void assertMessage(String part, Runnable work) {
    String message = assertThrows(RobustaException.class, work::run).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void consistencyIsOneForEqualImagesAndComparesWithOtherFeatures() {
    Images starts = Images.concat(x.get(0), x.get(0), x.get(0));
    VisualizationResult same =
        Visualization.on(MODEL, ENGINE).features(17, 5).from(starts).steps(10).run(context);
    Consistency consistency = same.consistency();
    assertEquals(2, consistency.features());
    assertEquals(3, consistency.starts());
    assertEquals(6, consistency.representation().count());
    assertEquals(1, consistency.representation().mean(), 1e-6);
    assertEquals(1, consistency.pixels().mean(), 1e-6);
    assertEquals(1, consistency.structure().mean(), 1e-6);
    assertTrue(consistency.pixelsOfOthers().mean() < 1 - 1e-3);
    for (double likeness : same.likenessToOtherStarts()) {
      assertEquals(1, likeness, 1e-6);
    }
    VisualizationResult different =
        Visualization.on(MODEL, ENGINE).features(17, 5).from(x).steps(10).run(context);
    assertEquals(30, different.consistency().pixels().count());
    assertEquals(
        different.consistency().representation().mean(),
        Arrays.stream(different.likenessToOtherStarts()).average().orElseThrow(),
        1e-9);
    VisualizationResult alone =
        Visualization.on(MODEL, ENGINE).features(17).from(x.get(0)).steps(1).run(context);
    assertTrue(Double.isNaN(alone.likenessToOtherStarts()[0]));
    assertTrue(Double.isNaN(alone.consistency().representation().mean()));
  }

  @Test
  void theRegularizedFormsReachTheLoop() {
    Visualization form =
        Visualization.on(MODEL, ENGINE)
            .features(17)
            .from(x.get(0))
            .steps(8)
            .gradientFilter(robusta.attack.Filter.gaussian(1))
            .imageFilter(robusta.attack.Filter.gaussian(0.5))
            .imageFilter(robusta.attack.Filter.bilateral(1, 0.1))
            .filterEvery(2)
            .totalVariation(0.01);
    VisualizationResult result = form.run(context);
    Map<String, String> settings = result.recipe().settings();
    assertEquals("blur 1.0", settings.get("gradientFilter"));
    assertEquals("blur 0.5, bilateral 1.0 0.1, every 2 steps", settings.get("imageFilter"));
    assertEquals("feature activation - 0.01 * total variation", settings.get("objective"));
    VisualizationResult plain =
        Visualization.on(MODEL, ENGINE).features(17).from(x.get(0)).steps(8).run(context);
    assertTrue(variation(result.images()) < variation(plain.images()));
    assertMessage("weight", () -> form.totalVariation(-1));
    assertMessage("between filters", () -> form.filterEvery(0));
  }

  private static double variation(Images images) {
    double sum = 0;
    for (int i = 0; i + 1 < images.pixels().length; i++) {
      sum += i % 32 < 31 ? Math.abs(images.pixels()[i + 1] - images.pixels()[i]) : 0;
    }
    return sum;
  }
}
