package robusta.dsl;

import static robusta.dsl.Verb.verb;
import static robusta.dsl.Verb.verbOf;

import groovy.lang.Closure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import robusta.data.DataSource;
import robusta.data.Dataset;

/**
 * Every verb with its options: the one table that checks arguments, answers {@code help} and feeds
 * completion. {@link Vocabulary} finds them by name.
 */
final class Verbs {
  private static final Kind PICTURES = Kind.pictures();
  static final Kind NETWORK = Kind.network();
  private static final Kind NORM = Kind.oneOf("L2", "Linf", "unconstrained");
  private static final Kind BALL = Kind.oneOf("L2", "Linf");
  private static final Kind PRECISION = Kind.oneOf("f32", "bf16");
  private static final Kind VARIABLES = Kind.oneOf("pixels", "fourier", "decorrelated");
  static final Kind DATA = Kind.of(DataSource.class, "data such as fashion()");
  private static final Kind DATASET = Kind.of(Dataset.class, "a dataset such as data.test");

  private static final String STARTS =
      "where to begin: one image, one per target or as many for each";
  private static final String JUDGE = "another network, to say how much the results resemble them";
  private static final String FILM = "images on the way, for a filmstrip";

  static final Verb INVERT =
      optimizing(
              verb(
                      "invert",
                      "invert(targets)",
                      "Finds images whose representation is that of the targets: lowers the distance"
                          + " of the representations, over the target's norm. Lazy.")
                  .option("from", PICTURES, "noise", STARTS)
                  .option(
                      "within",
                      Kind.amount(),
                      "1000, free",
                      "how far in L2 from its source, or .within(0.5, 1, 2) for a curve")
                  .option("judge", NETWORK, "none", JUDGE)
                  .option("snapshots", Kind.snapshots(), "none", FILM),
              "10000",
              "1, or 0.1 below 128 pixels",
              "false")
          .example(
              "show invert(data.test.images(0..3)).from(noise(4)).steps(200)\n"
                  + "show invert(data.test[0..1]).from(data.test[8..9]).within(0.5, 1, 2).steps(100)");

  static final Verb PAIRS =
      optimizing(
              verb(
                      "pairs",
                      "pairs(images)",
                      "Pairs with the same representation: changes other images until each has the"
                          + " representation of one of these. Do the two look alike? Lazy.")
                  .option("from", PICTURES, "these, each the next one", "the images to change")
                  .option("judge", NETWORK, "none", JUDGE),
              "10000",
              "1, or 0.1 below 128 pixels",
              "false")
          .example("show pairs(data.test[0..7]).from(data.test[10..17]).steps(200)");

  static final Verb INTERPOLATE =
      optimizing(
              verb(
                      "interpolate",
                      "interpolate(a, b)",
                      "Walks from one image to another in representation space: inverts the mixture"
                          + " of both representations, begun at the mixture of the pixels. Lazy.")
                  .option("frames", Kind.count(2), "10", "images of one walk, both ends included")
                  .option("judge", NETWORK, "none", "says what it sees on the way"),
              "10000",
              "1, or 0.1 below 128 pixels",
              "true")
          .example("show interpolate(data.test[3], data.test[8]).frames(8).steps(100)");

  static final Verb VISUALIZE =
      optimizing(
              verb(
                      "visualize",
                      "visualize(feature: 42)",
                      "Shows what features respond to: raises a coordinate of the representation."
                          + " Standard networks need jitter, rotate, blur and their like. Lazy.")
                  .option("feature", Kind.indices(), "", "which coordinates, each on its own")
                  .option("from", PICTURES, "one of noise", "where to begin, each in turn")
                  .option("within", Kind.amount(), "1000, free", "how far in L2 from its source")
                  .option("jitter", Kind.count(0), "0", "random shift before each step, in pixels")
                  .option("rotate", Kind.amount(), "0", "random turn before each step, in degrees")
                  .option("over", VARIABLES, "pixels", "what is moved")
                  .option("blur", Kind.amount(), "0", "Gaussian blur of the image, in pixels")
                  .option(
                      "bilateral",
                      Kind.amounts(),
                      "0",
                      "blur of the image that keeps edges: pixels, and the range of colours it"
                          + " takes for one (0.1)")
                  .option("filterEvery", Kind.count(1), "4", "steps between blur or bilateral")
                  .option("blurGradient", Kind.amount(), "0", "blur of each gradient, in pixels")
                  .option(
                      "totalVariation",
                      Kind.amount(),
                      "0",
                      "how much the total variation of the image counts against it"),
              "200",
              "1, or 0.1 below 128 pixels",
              "false")
          .example(
              "show visualize(feature: 42).from(noise(4))\n"
                  + "show visualize(feature: [3, 7], jitter: 2, rotate: 10).with(standard)\n"
                  + "show visualize(feature: 3).blur(0.5).totalVariation(0.01).with(standard)");

  static final Verb ADD =
      optimizing(
              verb(
                      "add",
                      "add(feature: 42)",
                      "Adds a feature to images: raises a coordinate of the representation until it"
                          + " is larger than every other; with steps, for so many steps instead."
                          + " Lazy.")
                  .option("feature", Kind.indices(), "", "which coordinates, each on its own")
                  .option("to", PICTURES, "", "the images to add it to")
                  .option("snapshots", Kind.snapshots(), "none", FILM),
              "until it dominates, at most 800",
              "0.1, or 0.01 below 128 pixels",
              "true")
          .example(
              "show add(feature: 42).to(data.test[0])\n"
                  + "show add(feature: 42).to(data.test[0..3]).snapshots(6)");

  static final Verb TOP = activating("topActivating", "largest");
  static final Verb LEAST = activating("leastActivating", "smallest");

  static final Verb ATTACK =
      verb(
              "attack",
              "attack(images)",
              "Changes images so that the network errs: projected gradient descent on the cross"
                  + " entropy, from the labels or, without them, from its own predictions. Lazy.")
          .option(
              "eps", Kind.amounts(), "0.5", "how far an image may move; several: one result each")
          .option("norm", NORM, "L2", "what eps measures")
          .option("steps", Kind.count(1), "20", "how many steps")
          .option("stepSize", Kind.positive(), "2.5 * eps / steps", "how far in one step")
          .option("targeting", Kind.any("a class name or number"), "none", "the class to reach")
          .option("restarts", Kind.count(1), "1", "how often to begin anew; the worst counts")
          .option("randomStart", Kind.flag(), "true with restarts", "begin at a random point")
          .option("best", Kind.flag(), "true", "keep the worst iterate instead of the last")
          .option("over", VARIABLES, "pixels", "what is moved")
          .option(
              "loss",
              Kind.of(Closure.class, "a closure such as { logits, target -> ... }"),
              "cross entropy",
              "a loss per image, over SameDiff variables")
          .option("minimize", Kind.flag(), "false", "lower that loss instead of raising it")
          .option("with", NETWORK, "the one in use", "which network")
          .option("seed", Kind.integer(), "the session's", "decides every random number")
          .option("batch", Kind.count(1), "up to 128", "images treated at once")
          .option("precision", PRECISION, "f32", "the number format of the network")
          .chained()
          .example(
              "show attack(data.test.images(0..7)).eps(0.5).norm(L2).steps(20)\n"
                  + "show attack(data.test[0]).targeting('Bag').restarts(5)");

  static final Verb NOISE =
      verb(
              "noise",
              "noise(4)",
              "Images of noise, N(0, 1) / 20 + 0.5, in the size of the network in use.")
          .option("seed", Kind.integer(), "the session's", "decides the noise")
          .option("with", NETWORK, "the one in use", "whose image size")
          .example("show invert(target).from(noise(1))");

  static final Verb GRAY =
      verb(
              "gray",
              "gray(1)",
              "Images of mid-grey, 0.5 everywhere, in the size of the network in use.")
          .option("with", NETWORK, "the one in use", "whose image size")
          .example("show visualize(feature: 42).from(gray(1)).within(50)");

  static final Verb PATTERNS =
      verb(
              "patterns",
              "patterns(10)",
              "Pictures that are no photographs, in the size of the network in use: stripes, checks,"
                  + " rings, blobs and gradients in turn, with random colours, sizes and places.")
          .option("seed", Kind.integer(), "the session's", "decides the patterns")
          .option("with", NETWORK, "the one in use", "whose image size")
          .example("show invert(patterns(5)).steps(200)");

  static final Verb USING =
      verb("using", "using network", "Makes it the network that the sentences below work on.")
          .example("using robust");

  static final Verb SEED =
      verb(
              "seed",
              "seed 42",
              "Decides every random number of the sentences below; the same seed, the same pixels.")
          .example("seed 42");

  static final Verb TRAIN =
      verbOf(
              "network",
              "train",
              "train(eps: 0.5, steps: 7)",
              "Trains the network at once, with live progress, and gives the history as a table."
                  + " Without eps it trains on the images as they are; with eps on images that an"
                  + " adversary changed by up to eps.")
          .option("eps", Kind.amount(), "0, standard training", "how far the adversary may go")
          .option("norm", BALL, "L2", "what eps measures")
          .option("steps", Kind.count(1), "7", "steps of the adversary")
          .option("stepSize", Kind.positive(), "2.5 * eps / steps", "how far it goes in one step")
          .option("adversary", Kind.oneOf("pgd", "noise"), "pgd", "noise: one step, much faster")
          .option("epsWarmUp", Kind.amount(), "0", "epochs over which eps grows from 0")
          .option("epochs", Kind.count(1), "150", "how often to go through the training images")
          .option("minutes", Kind.positive(), "epochs decide", "how long to train instead")
          .option("batch", Kind.count(1), "128", "images per step")
          .option("learningRate", Kind.positive(), "0.1", "what the schedule scales")
          .option(
              "schedule",
              Kind.oneOf("drop", "cyclic", "linear", "cosine", "constant")
                  .or(Kind.amounts(), "the epochs at which it drops by 10"),
              "drop: by 10 every 50 epochs",
              "how the learning rate changes")
          .option("optimizer", Kind.oneOf("sgd", "adam", "adamw"), "sgd", "how weights follow")
          .option("momentum", Kind.amount(), "0.9", "of sgd")
          .option("weightDecay", Kind.amount(), "0.0005", "pulls every weight to 0")
          .option("augment", Catalog.AUGMENTATION, "none", "how training images are varied")
          .option("only", Kind.oneOf("head", "whole"), "whole", "the part of it that is trained")
          .option("precision", Kind.oneOf("f32", "bf16", "auto"), "auto", "the number format")
          .option("evaluateEvery", Kind.count(1), "1", "epochs between evaluations")
          .option("evaluateOn", Kind.count(1), "1000", "test images of these evaluations")
          .option("checkpoints", Kind.path(), "none", "the folder to keep checkpoints in")
          .option("resume", Kind.flag(), "true", "go on from a checkpoint that is there")
          .option("data", DATA, "its own", "images")
          .option("seed", Kind.integer(), "the session's", "decides every random number")
          .example(
              "robust.train(eps: 0.5, steps: 7, epochs: 30, schedule: 'cyclic')\n"
                  + "model(robust, data: data).train(only: 'head', epochs: 10, learningRate: 0.01)");

  static final Verb EVALUATE =
      measuring(
              verbOf(
                  "network",
                  "evaluate",
                  "evaluate(eps: [0, 0.5])",
                  "Measures accuracy at once: clean and under attack. Gives a table of one row."))
          .example("robust.evaluate(on: data.test, eps: [0, 0.25, 0.5])");

  static final Verb REPRESENT =
      verbOf(
              "network",
              "represent",
              "represent(images)",
              "The representations of images at once: a list of one array of coordinates per image.")
          .example("strongest = robust.represent(data.test[0])[0].max()");

  static final Verb PREDICT =
      verbOf(
              "network",
              "predict",
              "predict(images)",
              "What the network takes images for, at once: a table with the class and its"
                  + " probability, a row per image.")
          .example("show robust.predict(data.test[0..7])");

  static final Verb MEMORY =
      verbOf(
              "network",
              "memory",
              "memory(batch: 128)",
              "What a batch takes of the memory outside Java's heap, estimated without trying it: a"
                  + " table with a row for looking at images, changing them and training (without an"
                  + " adversary, accuracy measured in between), what is free and the largest batch that"
                  + " fits. What trains, measures or changes images estimates before it begins, what"
                  + " only looks at them before its first batch; both say so where one does not fit.")
          .option("batch", Kind.count(1), "128", "images at once")
          .option("precision", PRECISION, "f32", "the number format")
          .example("show robust.memory(batch: 256)");

  static final Verb COMPARE =
      measuring(
              verb(
                  "compare",
                  "compare(standard, robust)",
                  "Accuracy of several networks, clean and under 20-step PGD of the same images: a"
                      + " row per network, a column per eps. Lazy."))
          .chained()
          .example("show compare(standard, robust).on(data.test).eps(0, 0.25, 0.5)");

  static final Verb SWEEP =
      verb(
              "sweep",
              "sweep(eps: [0, 0.5], steps: [1, 7]) { p -> ... }",
              "Runs the closure once for every combination and gives a table with one row a run:"
                  + " the options, then what the closure gives (a map, a number or a table's first"
                  + " row). Finished runs are kept in a file, so that an interrupted sweep goes on"
                  + " where it was. Every named argument but file is an option to vary.")
          .option("file", Kind.path(), "sweep- and the options' names", "where runs are kept")
          .example(
              """
              show sweep(eps: [0, 0.5, 1]) { p ->
                def network = model('smallcnn', data: data)
                network.train(eps: p.eps, epochs: 2)
                network.evaluate(eps: [0, 0.5])
              }
              """);

  static final Verb BACKGROUND =
      verb(
              "background",
              "background { robust.train(eps: 0.5) }",
              "Runs the closure beside what follows and gives a handle at once: progress and done"
                  + " tell how far it is, stop() ends it early, result waits for what it gives. A cell"
                  + " that shows the handle follows the run to its end. A script ends when its"
                  + " background runs have.")
          .example(
              """
              training = background { robust.train(eps: 0.5, epochs: 30) }
              training.progress
              """);

  static final Verb READ_LINE =
      verb("readLine", "readLine('name? ')", "Asks for a line and gives it.")
          .option("password", Kind.flag(), "false", "keep what is typed unseen")
          .example("name = readLine('name? ')");

  static final Verb SIDE_BY_SIDE =
      verb(
              "sideBySide",
              "sideBySide(a, b)",
              "What several networks made of the same targets or starts, in one figure and one"
                  + " table. Lazy.")
          .example("show sideBySide(invert(target).with(standard), invert(target).with(robust))");

  static final Verb SHOW =
      verb(
              "show",
              "show x",
              "Runs a sentence and shows what it gave: a figure or a table. In a terminal a figure"
                  + " is saved and its file named.")
          .example("show compare(standard, robust)");

  static final Verb SAVE =
      verb(
              "save",
              "save x, 'file.png'",
              "Saves at once, in the format that the name asks for: figures and sentences as .png,"
                  + " .svg or .pdf with their recipe, tables and the numbers of sentences as .csv, .tex or .html,"
                  + " images as .npy, networks as .safetensors or .zip, reports as .html. Relative"
                  + " names lead to the folder of the run.")
          .example("save invert(data.test[0]), 'inversion.png'");

  static final Verb REPORT =
      verb(
              "report",
              "report('title') { ... }",
              "Writes one self-contained HTML file. Inside, section 'heading', text '...', show x"
                  + " and settings(name: value) add to it; seed, versions, machine and duration stand"
                  + " at its end.")
          .option("file", Kind.path(), "report.html", "the file's name")
          .example(
              """
              report('Two networks') {
                section 'Accuracy'
                show compare(standard, robust)
              }
              """);

  static final Verb FASHION =
      verb(
              "fashion",
              "fashion()",
              "Fashion-MNIST: the subset of 10,000 training and 2,000 test images that Robusta brings"
                  + " along, or with a folder the full set from its four IDX files.")
          .example("data = fashion()");

  static final Verb CIFAR10 =
      verb(
              "cifar10",
              "cifar10()",
              "CIFAR-10 from the data directory, downloaded once (170 MB) where it is not there, or"
                  + " from a folder.")
          .example("data = cifar10()");

  static final Verb MODEL =
      verb(
              "model",
              "model('resnet18', data: data)",
              "A new, untrained network for the images and classes of some data: in the CIFAR form"
                  + " below 64 pixels, in torchvision's from there. With a network instead of the"
                  + " architecture's name, one that starts from a copy of what that has learnt; for"
                  + " data of other classes its last layer is a new one. It is in use if none was.")
          .option("data", DATA, "that of the other network", "what it is for")
          .option("width", Kind.count(1), "the architecture's", "channels of its first convolution")
          .option(
              "form",
              Kind.oneOf("cifar", "torchvision"),
              "what suits the image size",
              "how it begins: at full resolution, or reducing")
          .option(
              "name",
              Kind.text(),
              "the architecture's, or the network's and the data's",
              "what tables and figures call it")
          .option("seed", Kind.integer(), "the session's", "decides the first weights")
          .example(
              "robust = model('resnet18', data: data, width: 32, name: 'robust')\n"
                  + "flowers = model(robust, data: imageFolder('flowers', size: 32), name: 'flowers')\n"
                  + "further = model(robust, name: 'further')");

  static final Verb IMAGE_FOLDER =
      verb(
              "imageFolder",
              "imageFolder('pictures')",
              "Image files sorted into one folder per class, fitted to one size: train/CLASS and"
                  + " val/CLASS, or CLASS alone, of which a tenth is for testing.")
          .option("size", Kind.count(8), "64", "height and width in pixels")
          .option("color", Kind.oneOf("rgb", "gray"), "rgb", "how files are converted")
          .option("groups", Kind.lists(), "a class per folder", "the folders of each class")
          .example("data = imageFolder('pictures', size: 96)");

  static final Verb IMAGE_NET =
      verb(
              "imageNet",
              "imageNet('imagenet')",
              "ImageNet, Tiny ImageNet or another part of it, with the names of its classes.")
          .option("size", Kind.count(8), "224", "height and width in pixels")
          .example("data = imageNet('ILSVRC2012')");

  static final Verb RESTRICTED =
      verb(
              "restrictedImageNet",
              "restrictedImageNet('imagenet')",
              "ImageNet, Tiny ImageNet or another part of it, in the paper's nine groups (dog, cat,"
                  + " frog, turtle, bird, primate, fish, crab, insect).")
          .option("size", Kind.count(8), "224", "height and width in pixels")
          .example("data = restrictedImageNet('tiny-imagenet-200', size: 64)");

  static final Verb IMAGES =
      verb(
              "images",
              "images('cat.jpg', 'dog.png')",
              "Images from files, fitted to the size and channels of the network in use; without one"
                  + " in RGB and their own size.")
          .option("with", NETWORK, "the one in use", "whose size and channels")
          .example("show invert(images('cat.jpg'))");

  static final Verb LOAD =
      reading(
              verb(
                  "load",
                  "load('robust.safetensors')",
                  "A network that save wrote, or PyTorch, from the folder of the run or from where"
                      + " the name says. It is in use if none was."))
          .example("robust = load('robust.safetensors', data: data)");

  static final Verb HELP =
      verb("help", "help invert", "Tells what a verb does, with its options and an example.")
          .example("help invert");

  private Verbs() {}

  /** What says more of a file than it tells itself. */
  static Verb.Builder reading(Verb.Builder verb) {
    return verb.option("architecture", Kind.text(), "as the tensors tell", "see architectures()")
        .option("width", Kind.count(1), "as the tensors tell", "channels of its first convolution")
        .option("classes", Kind.texts(), "the file's, data's, class 0 ...", "the class names")
        .option("size", Kind.count(8), "the file's, data's, 224 or 32", "pixels a side of an image")
        .option("data", DATA, "none", "what it learns from and is measured on")
        .option(
            "name", Kind.text(), "the saved one, the file's", "what tables and figures call it");
  }

  private static Verb activating(String name, String end) {
    return verb(
            name,
            name + "(42)",
            "The images of a dataset where a coordinate of the representation is "
                + end
                + ". Lazy.")
        .option("in", DATASET, "", "where to look")
        .option("count", Kind.count(1), "8", "images per feature")
        .option("with", NETWORK, "the one in use", "which network")
        .option(
            "beside",
            Kind.of(VisualizeSentence.class, "a sentence such as visualize(feature: 42)"),
            "none",
            "what maximizes the same features, to show with them")
        .option("seed", Kind.integer(), "the session's", "only noted in the recipe")
        .chained()
        .example(
            "show %1$s(42).in(data.test)\nshow %1$s(42).in(data.test).beside(visualize(feature: 42))"
                .formatted(name));
  }

  static Verb.Builder measuring(Verb.Builder verb) {
    return verb.option("on", DATASET, "the test half of its data", "the images")
        .option("eps", Kind.amounts(), "0", "how far the attack may go; 0 is no attack")
        .option("norm", BALL, "L2", "what eps measures")
        .option("steps", Kind.count(1), "20", "steps of the attack")
        .option("stepSize", Kind.positive(), "2.5 * eps / steps", "how far it goes in one step")
        .option("restarts", Kind.count(1), "1", "how often it begins anew; the worst counts")
        .option("first", Kind.count(1), "all", "look at so many of the images only")
        .option("batch", Kind.count(1), "up to 128", "images treated at once")
        .option("seed", Kind.integer(), "the session's", "decides every random number");
  }

  private static Verb.Builder optimizing(
      Verb.Builder verb, String steps, String stepSize, String best) {
    return verb.option("steps", Kind.count(1), steps, "how many steps")
        .option("stepSize", Kind.positive(), stepSize, "how far in one step, in L2")
        .option("best", Kind.flag(), best, "keep the best iterate instead of the last")
        .option("with", NETWORK, "the one in use", "which network")
        .option("seed", Kind.integer(), "the session's", "decides every random number")
        .option("batch", Kind.count(1), "up to 128", "images treated at once")
        .option("precision", PRECISION, "f32", "the number format of the network")
        .chained();
  }

  /** The verbs by chapter, in the order help lists them. */
  static final Map<String, List<Verb>> CHAPTERS = new LinkedHashMap<>();

  static {
    CHAPTERS.put(
        "Data",
        List.of(
            FASHION,
            CIFAR10,
            IMAGE_FOLDER,
            IMAGE_NET,
            RESTRICTED,
            ZooVerbs.RESTRICTED64,
            IMAGES,
            ZooVerbs.PHOTOGRAPHS));
    CHAPTERS.put(
        "Networks",
        List.of(
            MODEL,
            ZooVerbs.ARCHITECTURES,
            ZooVerbs.PRETRAINED,
            ZooVerbs.MODELS,
            LOAD,
            TRAIN,
            EVALUATE,
            ZooVerbs.PUBLISH,
            PREDICT,
            MEMORY,
            COMPARE,
            USING));
    CHAPTERS.put(
        "Inside a representation",
        List.of(
            REPRESENT,
            INVERT,
            PAIRS,
            INTERPOLATE,
            VISUALIZE,
            ADD,
            TOP,
            LEAST,
            SIDE_BY_SIDE,
            NOISE,
            GRAY,
            PATTERNS));
    CHAPTERS.put("Making images", SynthesisVerbs.ALL);
    CHAPTERS.put("Attacks", List.of(ATTACK));
    CHAPTERS.put("Experiments", List.of(ZooVerbs.PAPER, SWEEP, SEED, BACKGROUND));
    CHAPTERS.put("Results", List.of(SHOW, SAVE, REPORT, READ_LINE));
    CHAPTERS.put("In a notebook", DisplayVerbs.ALL);
    CHAPTERS.put("Help", List.of(HELP));
  }
}
