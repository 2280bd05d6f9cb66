package robusta.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Mask;
import robusta.data.Patterns;
import robusta.display.Grid;
import robusta.display.Media;
import robusta.display.Rendering;
import robusta.display.Tabs;
import robusta.model.Model;
import robusta.represent.Starts;
import robusta.run.RobustaException;
import robusta.zoo.ModelCard;
import robusta.zoo.Zoo;
import tech.tablesaw.api.Table;

/**
 * The verbs of the language, for scripts and for Java. Sentences that are lazy are bound to the
 * network in use and the seed when they are written.
 *
 * <pre>{@code
 * Session session = new Session(new Workbench());
 * Network robust = session.model(Map.of("data", data), "resnet18");
 * robust.train(Map.of("eps", 0.5, "steps", 7));
 * session.using(robust);
 * Images images = session.invert(target).steps(200).get().images();
 * }</pre>
 *
 * <p>What each verb and option means is said by {@link #help}; {@link Vocabulary} holds it.
 */
public final class Session {
  private final Workbench bench;
  private final Catalog catalog;
  private final Showing showing;

  public Session(Workbench bench) {
    this.bench = bench;
    this.catalog = new Catalog(bench);
    this.showing = new Showing(bench);
  }

  /** What the sentences share. */
  public Workbench workbench() {
    return bench;
  }

  /** Fashion-MNIST, the subset that Robusta brings along. */
  public DataSource fashion() {
    return catalog.fashion(null);
  }

  /** Fashion-MNIST from its four IDX files in a folder. */
  public DataSource fashion(String folder) {
    return catalog.fashion(Path.of(folder));
  }

  /** CIFAR-10 from the data directory; downloaded once where it is not there. */
  public DataSource cifar10() {
    return catalog.cifar10(null);
  }

  /** CIFAR-10 from a folder. */
  public DataSource cifar10(String folder) {
    return catalog.cifar10(Path.of(folder));
  }

  /** A new network for some data; see {@code help model}. */
  public Network model(
      @NamedParam(value = "data", type = DataSource.class, required = true)
          @NamedParam(value = "width", type = Integer.class)
          @NamedParam(value = "form", type = String.class)
          @NamedParam(value = "name", type = String.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options,
      String architecture) {
    return catalog.model(architecture, Verbs.MODEL.check(options));
  }

  /** Images sorted into one folder per class. */
  public DataSource imageFolder(
      @NamedParam(value = "size", type = Integer.class)
          @NamedParam(value = "color", type = String.class)
          @NamedParam(value = "groups", type = Map.class)
          Map<String, ?> options,
      String folder) {
    return catalog.imageFolder(Path.of(folder), Verbs.IMAGE_FOLDER.check(options));
  }

  /** Images sorted into one folder per class, in RGB of 64x64 pixels. */
  public DataSource imageFolder(String folder) {
    return imageFolder(Map.of(), folder);
  }

  /** ImageNet, or a part of it. */
  public DataSource imageNet(
      @NamedParam(value = "size", type = Integer.class) Map<String, ?> options, String folder) {
    return catalog.imageNet(Path.of(folder), Verbs.IMAGE_NET.check(options));
  }

  /** ImageNet, or a part of it, in 224x224 pixels. */
  public DataSource imageNet(String folder) {
    return imageNet(Map.of(), folder);
  }

  /** ImageNet, or a part of it, in the paper's nine groups. */
  public DataSource restrictedImageNet(
      @NamedParam(value = "size", type = Integer.class) Map<String, ?> options, String folder) {
    return catalog.restrictedImageNet(Path.of(folder), Verbs.RESTRICTED.check(options));
  }

  /** ImageNet, or a part of it, in the paper's nine groups, in 224x224 pixels. */
  public DataSource restrictedImageNet(String folder) {
    return restrictedImageNet(Map.of(), folder);
  }

  /** Restricted ImageNet at 64x64 pixels, from the data directory. */
  public DataSource restricted64() {
    return catalog.restricted64(null);
  }

  /** Restricted ImageNet at 64x64 pixels, from a folder or an archive of Tiny ImageNet. */
  public DataSource restricted64(String place) {
    return catalog.restricted64(Path.of(place));
  }

  /** Photographs that come with Robusta, fitted to the network in use. */
  public Pictures photographs(
      @NamedParam(value = "size", type = Integer.class)
          @NamedParam(value = "with", type = Network.class)
          Map<String, ?> options,
      String... names) {
    return catalog.photographs(ZooVerbs.PHOTOGRAPHS.check(options), List.of(names));
  }

  /** Photographs that come with Robusta, fitted to the network in use. */
  public Pictures photographs(String... names) {
    return photographs(Map.of(), names);
  }

  /** Images from files, fitted to the network in use. */
  public Pictures images(
      @NamedParam(value = "with", type = Network.class) Map<String, ?> options, String... files) {
    Path[] paths = Stream.of(files).map(Path::of).toArray(Path[]::new);
    return catalog.images(Verbs.IMAGES.check(options), paths);
  }

  /** Images from files, fitted to the network in use. */
  public Pictures images(String... files) {
    return images(Map.of(), files);
  }

  /** A network that was saved, here or by PyTorch; see {@code help load}. */
  public Network load(
      @NamedParam(value = "architecture", type = String.class)
          @NamedParam(value = "width", type = Integer.class)
          @NamedParam(value = "classes", type = List.class)
          @NamedParam(value = "size", type = Integer.class)
          @NamedParam(value = "data", type = DataSource.class)
          @NamedParam(value = "name", type = String.class)
          Map<String, ?> options,
      String file) {
    return catalog.load(Path.of(file), Verbs.LOAD.check(options));
  }

  /** A network that was saved. */
  public Network load(String file) {
    return load(Map.of(), file);
  }

  /** A network that Robusta brings along; see {@code help pretrained}. */
  public Network pretrained(
      @NamedParam(value = "data", type = DataSource.class)
          @NamedParam(value = "name", type = String.class)
          Map<String, ?> options,
      String name) {
    return catalog.pretrained(name, ZooVerbs.PRETRAINED.check(options));
  }

  /** A network that Robusta brings along. */
  public Network pretrained(String name) {
    return pretrained(Map.of(), name);
  }

  /** A network from weights that were trained elsewhere; see {@code help pretrained}. */
  public Network pretrained(
      @NamedParam(value = "file", type = String.class, required = true)
          @NamedParam(value = "architecture", type = String.class)
          @NamedParam(value = "width", type = Integer.class)
          @NamedParam(value = "classes", type = List.class)
          @NamedParam(value = "size", type = Integer.class)
          @NamedParam(value = "data", type = DataSource.class)
          @NamedParam(value = "name", type = String.class)
          Map<String, ?> options) {
    return catalog.pretrained(ZooVerbs.PRETRAINED.check(options));
  }

  /** The networks that Robusta brings along, one row each. */
  public Table models() {
    return Zoo.shipped().table();
  }

  /** What is known of one of those networks. */
  public ModelCard models(String name) {
    return Zoo.shipped().card(name);
  }

  /** The architectures that {@code model} knows. */
  public Table architectures() {
    return catalog.architectures();
  }

  /** Begins an inversion; see {@code help invert}. */
  public InvertSentence invert(
      @NamedParam(value = "from", type = Object.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "snapshots", type = Object.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object targets) {
    if (options.get("within") instanceof Collection<?>) {
      throw new RobustaException(
          "several radii are written behind invert, as in invert(targets).within(0.5, 1, 2)");
    }
    return new InvertSentence(bound(Verbs.INVERT, options), pictures("invert", targets));
  }

  /** Begins an inversion with the defaults. */
  public InvertSentence invert(Object targets) {
    return invert(Map.of(), targets);
  }

  /** Begins a search for pairs with the same representation; see {@code help pairs}. */
  public PairsSentence pairs(
      @NamedParam(value = "from", type = Object.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object images) {
    return new PairsSentence(bound(Verbs.PAIRS, options), pictures("pairs", images));
  }

  /** Begins a search for pairs with the defaults. */
  public PairsSentence pairs(Object images) {
    return pairs(Map.of(), images);
  }

  /** Begins an interpolation; see {@code help interpolate}. */
  public InterpolateSentence interpolate(
      @NamedParam(value = "frames", type = Integer.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object a,
      Object b) {
    return new InterpolateSentence(
        bound(Verbs.INTERPOLATE, options), pictures("interpolate", a), pictures("interpolate", b));
  }

  /** Begins an interpolation with the defaults. */
  public InterpolateSentence interpolate(Object a, Object b) {
    return interpolate(Map.of(), a, b);
  }

  /** Begins a feature visualisation; see {@code help visualize}. */
  public VisualizeSentence visualize(
      @NamedParam(value = "feature", type = Object.class)
          @NamedParam(value = "from", type = Object.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "jitter", type = Integer.class)
          @NamedParam(value = "rotate", type = Double.class)
          @NamedParam(value = "over", type = String.class)
          @NamedParam(value = "blur", type = Double.class)
          @NamedParam(value = "bilateral", type = Object.class)
          @NamedParam(value = "filterEvery", type = Integer.class)
          @NamedParam(value = "blurGradient", type = Double.class)
          @NamedParam(value = "totalVariation", type = Double.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options) {
    return new VisualizeSentence(bound(Verbs.VISUALIZE, options));
  }

  /** Begins adding a feature to images; see {@code help add}. */
  public AddSentence add(
      @NamedParam(value = "feature", type = Object.class)
          @NamedParam(value = "to", type = Object.class)
          @NamedParam(value = "snapshots", type = Object.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options) {
    return new AddSentence(bound(Verbs.ADD, options));
  }

  /** Begins a search for the images where features are largest. */
  public ActivatingSentence topActivating(
      @NamedParam(value = "in", type = Dataset.class)
          @NamedParam(value = "count", type = Integer.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "beside", type = VisualizeSentence.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options,
      int... features) {
    return new ActivatingSentence(bound(Verbs.TOP, options), false, features);
  }

  /** Begins a search for the images where features are largest. */
  public ActivatingSentence topActivating(int... features) {
    return topActivating(Map.of(), features);
  }

  /** Begins a search for the images where features are largest; see {@code help topActivating}. */
  public ActivatingSentence topActivating(Map<String, ?> options, Collection<Integer> features) {
    return topActivating(options, indices("topActivating", features));
  }

  /**
   * Begins a search for the images where features are largest, as in {@code topActivating(0..9)}.
   */
  public ActivatingSentence topActivating(Collection<Integer> features) {
    return topActivating(Map.of(), features);
  }

  /** Begins a search for the images where features are smallest. */
  public ActivatingSentence leastActivating(
      @NamedParam(value = "in", type = Dataset.class)
          @NamedParam(value = "count", type = Integer.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "beside", type = VisualizeSentence.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options,
      int... features) {
    return new ActivatingSentence(bound(Verbs.LEAST, options), true, features);
  }

  /** Begins a search for the images where features are smallest. */
  public ActivatingSentence leastActivating(int... features) {
    return leastActivating(Map.of(), features);
  }

  /**
   * Begins a search for the images where features are smallest; see {@code help leastActivating}.
   */
  public ActivatingSentence leastActivating(Map<String, ?> options, Collection<Integer> features) {
    return leastActivating(options, indices("leastActivating", features));
  }

  /**
   * Begins a search for the images where features are smallest, as in {@code
   * leastActivating(0..9)}.
   */
  public ActivatingSentence leastActivating(Collection<Integer> features) {
    return leastActivating(Map.of(), features);
  }

  /** Begins an attack; see {@code help attack}. */
  public AttackSentence attack(
      @NamedParam(value = "eps", type = Object.class)
          @NamedParam(value = "norm", type = String.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "targeting", type = Object.class)
          @NamedParam(value = "restarts", type = Integer.class)
          @NamedParam(value = "randomStart", type = Boolean.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "over", type = String.class)
          @NamedParam(value = "loss", type = Closure.class)
          @NamedParam(value = "minimize", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object images) {
    return new AttackSentence(bound(Verbs.ATTACK, options), pictures("attack", images));
  }

  /** Begins an attack with the defaults. */
  public AttackSentence attack(Object images) {
    return attack(Map.of(), images);
  }

  /** Begins making images of classes; see {@code help generate}. */
  public GenerateSentence generate(
      @NamedParam(value = "count", type = Integer.class)
          @NamedParam(value = "from", type = Object.class)
          @NamedParam(value = "data", type = Dataset.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object... classes) {
    if (classes.length == 0) {
      throw new RobustaException("generate needs classes, as in generate('cat').count(4)");
    }
    return new GenerateSentence(bound(SynthesisVerbs.GENERATE, options), classes);
  }

  /** Begins making images of classes with the defaults. */
  public GenerateSentence generate(Object... classes) {
    return generate(Map.of(), classes);
  }

  /** Begins turning images into such of another class; see {@code help translate}. */
  public TranslateSentence translate(
      @NamedParam(value = "to", type = Object.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object images) {
    return new TranslateSentence(
        bound(SynthesisVerbs.TRANSLATE, options), pictures("translate", images));
  }

  /** Begins turning images into such of another class with the defaults. */
  public TranslateSentence translate(Object images) {
    return translate(Map.of(), images);
  }

  /** Begins turning drawings into images; see {@code help sketch}. */
  public SketchSentence sketch(
      @NamedParam(value = "to", type = Object.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object images) {
    return new SketchSentence(bound(SynthesisVerbs.SKETCH, options), pictures("sketch", images));
  }

  /** Begins turning drawings into images with the defaults. */
  public SketchSentence sketch(Object images) {
    return sketch(Map.of(), images);
  }

  /** Begins filling a region of images; see {@code help inpaint}. */
  public InpaintSentence inpaint(
      @NamedParam(value = "mask", type = Object.class)
          @NamedParam(value = "to", type = Object.class)
          @NamedParam(value = "weight", type = Double.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object images) {
    return new InpaintSentence(bound(SynthesisVerbs.INPAINT, options), pictures("inpaint", images));
  }

  /** Begins filling a region of images with the defaults. */
  public InpaintSentence inpaint(Object images) {
    return inpaint(Map.of(), images);
  }

  /** Begins adding detail to small images; see {@code help upscale}. */
  public UpscaleSentence upscale(
      @NamedParam(value = "by", type = Integer.class)
          @NamedParam(value = "to", type = Object.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object images) {
    return new UpscaleSentence(bound(SynthesisVerbs.UPSCALE, options), pictures("upscale", images));
  }

  /** Begins adding detail to small images with the defaults. */
  public UpscaleSentence upscale(Object images) {
    return upscale(Map.of(), images);
  }

  /** Begins painting a feature into images; see {@code help paint}. */
  public PaintSentence paint(
      @NamedParam(value = "feature", type = Object.class)
          @NamedParam(value = "on", type = Object.class)
          @NamedParam(value = "mask", type = Object.class)
          @NamedParam(value = "weight", type = Double.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options) {
    return new PaintSentence(bound(SynthesisVerbs.PAINT, options));
  }

  /** A rectangle of pixels as a mask. */
  public Mask box(int left, int top, int width, int height) {
    return Mask.box(left, top, width, height);
  }

  /** A circle as a mask, in pixels. */
  public Mask circle(double x, double y, double radius) {
    return Mask.circle(x, y, radius);
  }

  /** An ellipse as a mask, by its centre and its two radii in pixels. */
  public Mask ellipse(double x, double y, double across, double down) {
    return Mask.ellipse(x, y, across, down);
  }

  /** What is bright in an image file, in an image or in rows of numbers, as a mask. */
  public Mask mask(Object drawn) {
    return catalog.mask(drawn);
  }

  /** Begins a comparison of networks; see {@code help compare}. */
  public CompareSentence compare(
      @NamedParam(value = "on", type = Dataset.class)
          @NamedParam(value = "eps", type = List.class)
          @NamedParam(value = "norm", type = String.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "restarts", type = Integer.class)
          @NamedParam(value = "first", type = Integer.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options,
      Network... networks) {
    if (networks.length == 0) {
      throw new RobustaException("compare needs networks; for example: " + Verbs.COMPARE.example());
    }
    return new CompareSentence(bound(Verbs.COMPARE, options), List.of(networks));
  }

  /** Begins a comparison of networks with the defaults. */
  public CompareSentence compare(Network... networks) {
    return compare(Map.of(), networks);
  }

  /** Images of noise in the size of the network in use. */
  public Pictures noise(
      @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "with", type = Network.class)
          Map<String, ?> options,
      int count) {
    Arguments given = Verbs.NOISE.check(options);
    Model size = sized(given);
    return Pictures.of(
        Starts.noise(
            bench.context(given.integer("seed", bench.seed())),
            DataWords.atLeastOne("noise", count),
            size.channels(),
            size.height(),
            size.width()),
        "noise");
  }

  /** Images of noise in the size of the network in use. */
  public Pictures noise(int count) {
    return noise(Map.of(), count);
  }

  /** Images of mid-grey in the size of the network in use. */
  public Pictures gray(
      @NamedParam(value = "with", type = Network.class) Map<String, ?> options, int count) {
    Model size = sized(Verbs.GRAY.check(options));
    return Pictures.of(
        Starts.gray(
            DataWords.atLeastOne("gray", count), size.channels(), size.height(), size.width()),
        "gray");
  }

  /** Images of mid-grey in the size of the network in use. */
  public Pictures gray(int count) {
    return gray(Map.of(), count);
  }

  /** Pictures that are no photographs in the size of the network in use; see {@link Patterns}. */
  public Pictures patterns(
      @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "with", type = Network.class)
          Map<String, ?> options,
      int count) {
    Arguments given = Verbs.PATTERNS.check(options);
    Model size = sized(given);
    return Pictures.of(
        Patterns.of(
            bench.context(given.integer("seed", bench.seed())).random("patterns", 0),
            DataWords.atLeastOne("patterns", count),
            size.channels(),
            size.height(),
            size.width()),
        "patterns");
  }

  /** Pictures that are no photographs in the size of the network in use. */
  public Pictures patterns(int count) {
    return patterns(Map.of(), count);
  }

  /** The network whose image size a word uses. */
  private Model sized(Arguments given) {
    return given.get("with").map(Network.class::cast).orElseGet(this::inUse).model();
  }

  /** Puts several networks' results of one kind side by side. */
  public SideBySideSentence sideBySide(Sentence<?, ?>... sentences) {
    if (sentences.length == 0) {
      throw new RobustaException("sideBySide needs sentences; help sideBySide tells more");
    }
    return new SideBySideSentence(bound(Verbs.SIDE_BY_SIDE, Map.of()), List.of(sentences));
  }

  /** Shows values: a table as a table, a sentence or images as a figure. */
  public void show(Object... values) {
    for (Object value : values) {
      showing.show(value);
    }
  }

  /**
   * Shows a value and gives a handle, whose {@code update} shows another one in its place.
   *
   * @return the handle
   */
  public Handle display(Object value) {
    return new Handle(showing.place(value));
  }

  /** Takes away what the cell has shown so far. */
  public void clearOutput() {
    clearOutput(Map.of());
  }

  /** Takes away what the cell has shown so far. */
  public void clearOutput(
      @NamedParam(value = "wait", type = Boolean.class) Map<String, ?> options) {
    bench.display().clear(DisplayVerbs.CLEAR.check(options).flag("wait", false));
  }

  /** A text that is shown as HTML. */
  public Rendering html(String text) {
    return Media.html(text);
  }

  /** A text that is shown as Markdown. */
  public Rendering markdown(String text) {
    return Media.markdown(text);
  }

  /** A text that is shown as LaTeX. */
  public Rendering latex(String text) {
    return Media.latex(text);
  }

  /** A text that is shown as the SVG image it describes. */
  public Rendering svg(String text) {
    return Media.svg(text);
  }

  /** An image as it is, from a file or from bytes; {@link #images} reads those for networks. */
  public Rendering image(Object source) {
    return source instanceof byte[] bytes
        ? Media.image(bytes, "this")
        : Media.image(bench.find(path("image", source)));
  }

  /** Values under tabs, named by the arguments. */
  public Tabs tabs(Map<String, ?> values) {
    if (values.isEmpty()) {
      throw new RobustaException(
          "tabs needs named values, as in tabs(loss: chart, numbers: table)");
    }
    return new Tabs(new LinkedHashMap<>(values));
  }

  /** Values side by side, row by row. */
  public Grid grid(
      @NamedParam(value = "columns", type = Integer.class) Map<String, ?> options,
      Object... values) {
    if (values.length == 0) {
      throw new RobustaException("grid needs values, as in grid(columns: 2, a, b, c)");
    }
    return new Grid(DisplayVerbs.GRID.check(options).count("columns", 2), Arrays.asList(values));
  }

  /** Values side by side, two in a row. */
  public Grid grid(Object... values) {
    return grid(Map.of(), values);
  }

  /**
   * Saves a value in the format that the file's name asks for.
   *
   * @return the path
   */
  public Path save(Object value, Object file) {
    return showing.save(value, path("save", file));
  }

  /** Begins a report, which {@code save} writes. */
  public ReportPage report(String title) {
    return new ReportPage(bench, title);
  }

  /**
   * Writes a report of what the closure tells, and says where.
   *
   * @return the path
   */
  public Path report(
      @NamedParam(value = "file", type = String.class) Map<String, ?> options,
      String title,
      @DelegatesTo(value = ReportPage.class, strategy = Closure.DELEGATE_FIRST) Closure<?> body) {
    Arguments given = Verbs.REPORT.check(options);
    ReportPage page = report(title);
    Closure<?> own = (Closure<?>) body.clone();
    own.setDelegate(page);
    own.setResolveStrategy(Closure.DELEGATE_FIRST);
    own.call();
    return showing.save(page, given.path("file").orElse(Path.of("report.html")));
  }

  /** Writes a report to {@code report.html}. */
  public Path report(
      String title,
      @DelegatesTo(value = ReportPage.class, strategy = Closure.DELEGATE_FIRST) Closure<?> body) {
    return report(Map.of(), title, body);
  }

  /** Makes it the network that later sentences work on. */
  public Network using(Network network) {
    bench.use(network);
    return network;
  }

  /** Decides every random number of later sentences. */
  public void seed(long number) {
    bench.seed(number);
  }

  /** Runs a closure once for every combination of options; see {@code help sweep}. */
  public Table sweep(
      @NamedParam(value = "file", type = String.class) Map<String, ?> options, Closure<?> body) {
    return Sweep.over(bench, options).run(body);
  }

  /** Runs a closure beside what follows; see {@code help background}. */
  public Background background(Closure<?> work) {
    return bench.backgrounds().start(work, bench.current());
  }

  /** Asks for a line; null where there is no more. */
  public String readLine(
      @NamedParam(value = "password", type = Boolean.class) Map<String, ?> options, String prompt) {
    return bench.asking().ask(prompt, Verbs.READ_LINE.check(options).flag("password", false));
  }

  /** Asks for a line; null where there is no more. */
  public String readLine(String prompt) {
    return readLine(Map.of(), prompt);
  }

  /** Asks for a line, saying nothing. */
  public String readLine() {
    return readLine("");
  }

  /** Shows what there is, or what a verb does. */
  public void help() {
    bench.display().text(Help.overview());
  }

  /** Shows what a verb does: {@code help invert} or {@code help 'invert'}. */
  public void help(Object verb) {
    bench.display().text(Help.of(verb instanceof Verb known ? known.name() : verb.toString()));
  }

  /** What a word without quotes stands for, when it is no variable; null for nothing. */
  Object constant(String name) {
    if (Vocabulary.constants().contains(name)) {
      return name;
    }
    return switch (name) {
      case "PI" -> Math.PI;
      case "E" -> Math.E;
      default -> Vocabulary.named(name);
    };
  }

  private Network inUse() {
    Network network = bench.network();
    if (network == null) {
      throw new RobustaException("no network is in use yet; write 'using network' before it");
    }
    return network;
  }

  private Sentence.Bound bound(Verb verb, Map<String, ?> options) {
    return Sentence.Bound.now(bench, verb.check(new LinkedHashMap<>(options)));
  }

  private static int[] indices(String verb, Collection<Integer> features) {
    if (!(Kind.indices().convert(features) instanceof int[] indices)) {
      throw new RobustaException(
          "%s takes %s, not %s".formatted(verb, Kind.indices().words(), Kind.show(features)));
    }
    return indices;
  }

  private static Path path(String verb, Object file) {
    Object path = Kind.path().convert(file);
    if (path == null) {
      throw new RobustaException(verb + " needs a file name, not " + Kind.show(file));
    }
    return (Path) path;
  }

  /** Lets a wrong argument fail where it is written, not where the sentence runs. */
  private static Object pictures(String verb, Object value) {
    if (!Pictures.fits(value)) {
      throw new RobustaException("%s needs images, not %s".formatted(verb, Kind.show(value)));
    }
    return value;
  }
}
