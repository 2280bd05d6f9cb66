package robusta.represent;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import robusta.attack.Constraint;
import robusta.attack.Inputs;
import robusta.attack.Objective;
import robusta.attack.Pgd;
import robusta.data.Images;
import robusta.data.Mask;
import robusta.data.Scaling;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * Makes images with one robust classifier (S. Santurkar, D. Tsipras, B. Tran, A. Ilyas, L.
 * Engstrom, A. Madry: Image Synthesis with a Single (Robust) Classifier, NeurIPS 2019). Every task
 * is the same search in an L2 ball around its start; they differ in start, objective and settings:
 *
 * <table>
 * <caption>The tasks at 224 pixels; inpainting's settings are the authors'</caption>
 * <tr><th>task<th>start<th>lowered<th>eps, step, steps
 * <tr><td>{@link #generation}<td>e.g. {@link ClassGaussian}<td>cross entropy<td>40, 1, 60
 * <tr><td>{@link #translation}<td>the image<td>cross entropy<td>80, 0.5, 200
 * <tr><td>{@link #sketch}<td>the drawing<td>cross entropy<td>40, 1, 60
 * <tr><td>{@link #inpainting}<td>mean in the mask<td>cross entropy + 10 * mean square difference of
 *     the known pixels<td>21.6, 0.1, 720
 * <tr><td>{@link #upscaling}<td>bicubic<td>cross entropy<td>15, 1, 50
 * <tr><td>{@link #painting}<td>the image<td>-R(x)_i + 1000 * mean square difference of the
 *     others<td>40, 1, 60
 * </table>
 *
 * <p>Inpainting's settings are those of MadryLab/robustness_applications (inpainting.ipynb). Those
 * of translation, upscaling and sketches are told of its other notebooks and were not compared with
 * them; it has none of generation, which takes those of the sketch. Painting's are ours. For images
 * of another size eps and step are multiplied by height / 224, so that a pixel may change as much
 * as there. The best iterate is kept, as in the library.
 */
public final class Synthesis extends Optimization<Synthesis> {
  /** The height that the authors' settings are for. */
  private static final double AUTHORS_HEIGHT = 224;

  /**
   * How far and how long, for images of {@link #AUTHORS_HEIGHT}.
   *
   * @param weight of the masked distance, where there is a mask
   */
  private record Settings(double eps, double step, int steps, double weight) {
    static final Settings GENERATION = new Settings(40, 1, 60, 0);
    static final Settings TRANSLATION = new Settings(80, 0.5, 200, 0);
    static final Settings SKETCH = new Settings(40, 1, 60, 0);
    static final Settings INPAINTING = new Settings(21.6, 0.1, 720, 10);
    static final Settings UPSCALING = new Settings(15, 1, 50, 0);
    // The feature has no floor as the cross entropy has, so that what is known needs more weight.
    static final Settings PAINTING = new Settings(40, 1, 60, 1000);
  }

  private final String task;
  private final Images starts;
  private Images originals;
  private float[] region = {};
  private int[] features = {};
  private int[] classes;
  private double eps;
  private double weight;
  private final Map<String, String> own = new LinkedHashMap<>();

  private Synthesis(Model model, Engine engine, String task, Settings settings, Images starts) {
    super(model, engine, settings.steps(), settings.step(), true);
    this.task = task;
    this.starts = starts;
    double scale = model.height() / AUTHORS_HEIGHT;
    eps = settings.eps() * scale;
    weight = settings.weight();
    stepSize(settings.step() * scale);
  }

  /** Images of a class from starts that show next to nothing. */
  public static Synthesis generation(Model model, Engine engine, Images starts) {
    return new Synthesis(model, engine, "generate", Settings.GENERATION, starts);
  }

  /** Images of one class from images of another. */
  public static Synthesis translation(Model model, Engine engine, Images images) {
    return new Synthesis(model, engine, "translate", Settings.TRANSLATION, images);
  }

  /** Images of a class from drawings of it. */
  public static Synthesis sketch(Model model, Engine engine, Images drawings) {
    return new Synthesis(model, engine, "sketch", Settings.SKETCH, drawings);
  }

  /**
   * Fills regions of images, which are hidden first: each channel gets its mean over the whole
   * image there, as the authors do.
   *
   * @param masks what to fill: one for all images or one per image
   */
  public static Synthesis inpainting(Model model, Engine engine, Images images, List<Mask> masks) {
    float[] region = region(images, masks);
    Synthesis synthesis =
        new Synthesis(model, engine, "inpaint", Settings.INPAINTING, filled(images, region));
    synthesis.originals = images;
    return synthesis.masked(masks, region);
  }

  /**
   * Adds detail to small images, enlarged by bicubic interpolation.
   *
   * @param images of the model's size, which are then reduced first, or {@code factor} times
   *     smaller
   */
  public static Synthesis upscaling(Model model, Engine engine, Images images, int factor) {
    boolean small =
        images.height() * factor == model.height() && images.width() * factor == model.width();
    Images reduced = small ? images : Scaling.reduce(images, factor);
    Synthesis synthesis =
        new Synthesis(
            model, engine, "upscale", Settings.UPSCALING, Scaling.enlarge(reduced, factor));
    synthesis.originals = small ? null : images;
    synthesis.own.put("factor", Integer.toString(factor));
    return synthesis;
  }

  /**
   * Paints features into regions of images.
   *
   * @param masks where to paint: one for all images or one per image
   * @param features coordinates of the representation: one for all images or one per image
   */
  public static Synthesis painting(
      Model model, Engine engine, Images images, List<Mask> masks, int... features) {
    Synthesis synthesis = new Synthesis(model, engine, "paint", Settings.PAINTING, images);
    synthesis.features = perImage(features, images.count(), "features");
    synthesis.own.put(
        "features",
        Arrays.stream(features).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    return synthesis.masked(masks, region(images, masks));
  }

  private Synthesis masked(List<Mask> masks, float[] inside) {
    region = inside;
    own.put("mask", masks.size() == 1 ? masks.get(0).toString() : masks.size() + " masks");
    return this;
  }

  /**
   * The class that the images shall have: one for all or one per image. Without it, inpainting and
   * upscaling take what the model sees in the start.
   */
  public Synthesis to(int... labels) {
    if (task.equals("paint")) {
      throw new RobustaException("painting raises a feature; it aims at no class");
    }
    classes = labels.clone();
    return this;
  }

  /** How far in L2 an image may go from its start; 0 or more. */
  public Synthesis within(double radius) {
    eps = requireRadius(radius);
    return this;
  }

  /** How much the difference outside the mask counts; 0 or more. */
  public Synthesis weight(double factor) {
    if (!(factor >= 0)) {
      throw new RobustaException("the weight must be 0 or more, not " + factor);
    }
    weight = factor;
    return this;
  }

  /** Another network that says which classes it sees; it takes no part in the search. */
  public Synthesis judge(Model network) {
    judge = network;
    return this;
  }

  /**
   * Runs it. When cancelled it returns what was reached.
   *
   * @throws RobustaException if a class is missing or does not exist, or images don't fit the model
   */
  public SynthesisResult run(RunContext context) {
    Inputs.requireFit(starts, model);
    if (judge != null) {
      Inputs.requireFit(starts, judge);
      if (!judge.classes().equals(model.classes())) {
        throw new RobustaException(
            "the judge '%s' knows other classes than '%s'; choose one that was trained for the same"
                .formatted(judge.name(), model.name()));
      }
    }
    int count = starts.count();
    Pgd pgd = configure(Pgd.in(Constraint.l2(eps)).minimize()).build();
    try (EvalSession session = open(starts, pgd, context)) {
      Activations before = Representations.compute(session, starts);
      int[] aims = aims(before);
      Objective objective = objective(aims);
      objective.requireFits(count, session);
      Search.Outcome outcome = Search.run(task, pgd, session, starts, objective, film(), context);
      Activations after = Representations.compute(session, outcome.images());
      return new SynthesisResult(
          task,
          Optional.ofNullable(originals),
          starts,
          outcome.images(),
          region.clone(),
          aims,
          features.clone(),
          before,
          after,
          judged(aims, outcome, context),
          outcome.losses(),
          outcome.snapshots(),
          outcome.stopped(),
          recipe(task, pgd, objective, own(aims), count, context.seed()));
    }
  }

  private int[] aims(Activations before) {
    if (features.length > 0) {
      return new int[0];
    }
    if (classes != null) {
      return perImage(classes, starts.count(), "classes");
    }
    if (task.equals("inpaint") || task.equals("upscale")) {
      return before.predictions();
    }
    throw new RobustaException("to %s needs a class; give it with to(...)".formatted(task));
  }

  private Objective objective(int... aims) {
    if (features.length > 0) {
      return Objective.sum(Objective.feature(features).times(-1), known().times(weight));
    }
    Objective likeness = Objective.crossEntropy(aims);
    return region.length == 0
        ? likeness
        // The authors' inpainting, and it alone, uses fake ReLU.
        : Objective.sum(likeness.withFakeRelu().times(1), known().times(weight));
  }

  /** The distance outside the mask to what is there at the start. */
  private Objective known() {
    float[] outside = new float[region.length];
    for (int i = 0; i < outside.length; i++) {
      outside[i] = 1 - region[i];
    }
    return Objective.maskedDistance(starts.pixels(), outside);
  }

  private Optional<Assignment> judged(int[] aims, Search.Outcome outcome, RunContext context) {
    if (aims.length == 0) {
      return Optional.empty();
    }
    return askJudge(
        outcome,
        () -> {
          Representations asked = Representations.on(judge, engine);
          return new Assignment(
              judge.name(), aims, asked.of(starts, context), asked.of(outcome.images(), context));
        });
  }

  private Map<String, String> own(int... aims) {
    Map<String, String> settings = new LinkedHashMap<>(own);
    if (aims.length > 0) {
      settings.put(
          "classes",
          Arrays.stream(aims)
              .distinct()
              .mapToObj(c -> c < model.classes().size() ? model.classes().get(c) : "" + c)
              .collect(Collectors.joining(" ")));
    }
    return settings;
  }

  private static int[] perImage(int[] given, int count, String what) {
    if (given.length == 1) {
      int[] all = new int[count];
      Arrays.fill(all, given[0]);
      return all;
    }
    if (given.length != count) {
      throw new RobustaException(
          "%d %s came with %d images; give one for all or one per image"
              .formatted(given.length, what, count));
    }
    return given.clone();
  }

  /** The masks over every channel of every image. */
  private static float[] region(Images images, List<Mask> masks) {
    if (masks.size() != 1 && masks.size() != images.count()) {
      throw new RobustaException(
          "%d masks came with %d images; give one for all or one per image"
              .formatted(masks.size(), images.count()));
    }
    int plane = images.height() * images.width();
    float[] region = new float[images.pixels().length];
    for (int i = 0; i < images.count(); i++) {
      float[] inside = masks.get(masks.size() == 1 ? 0 : i).over(images.height(), images.width());
      for (int c = 0; c < images.channels(); c++) {
        System.arraycopy(inside, 0, region, (i * images.channels() + c) * plane, plane);
      }
    }
    return region;
  }

  /** The images with the mean of each channel in the region. */
  private static Images filled(Images images, float... region) {
    float[] pixels = images.pixels().clone();
    int plane = images.height() * images.width();
    for (int from = 0; from < pixels.length; from += plane) {
      double sum = 0;
      for (int i = from; i < from + plane; i++) {
        sum += images.pixels()[i];
      }
      for (int i = from; i < from + plane; i++) {
        if (region[i] == 1) {
          pixels[i] = (float) (sum / plane);
        }
      }
    }
    return images.withPixels(pixels, images.count());
  }
}
