package robusta.dsl;

import static robusta.dsl.Verb.verb;
import static robusta.dsl.Verb.verbOf;

import groovy.lang.Closure;
import robusta.data.DataSource;
import robusta.data.Dataset;

/**
 * The verbs of data, networks, attacks, experiments and results with their options, and the options
 * that several verbs share. What is written here and in the like for other chapters checks
 * arguments, answers {@code help} and feeds completion; {@link Vocabulary} has them all.
 */
final class Verbs {
  static final Kind NETWORK = Kind.network();
  private static final Kind NORM = Kind.oneOf("L2", "Linf", "unconstrained");
  private static final Kind BALL = Kind.oneOf("L2", "Linf");
  private static final String FORMAT =
      "the number format of the network; auto: bf16 where the processor has it, else f32";
  private static final Kind PRECISION = Kind.oneOf("f32", "bf16", "auto");
  static final Kind VARIABLES = Kind.oneOf("pixels", "fourier", "decorrelated");
  static final Kind DATA = Kind.of(DataSource.class, "data such as fashion()");
  static final Kind DATASET = Kind.of(Dataset.class, "a dataset such as data.test");

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
          .option("precision", PRECISION, "f32", FORMAT)
          .chained()
          .example(
              "show attack(data.test.images(0..7)).eps(0.5).norm(L2).steps(20)\n"
                  + "show attack(data.test[0]).targeting('Bag').restarts(5)");

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
          .option("precision", PRECISION, "auto", FORMAT)
          .option("evaluateEvery", Kind.count(1), "1", "epochs between evaluations")
          .option("evaluateOn", Kind.count(1), "1000", "test images of these evaluations")
          .option("checkpoints", Kind.path(), "none", "the folder to keep checkpoints in")
          .option("resume", Kind.flag(), "true", "go on from a checkpoint that is there")
          .option("data", DATA, "its own", "images")
          .option("seed", Kind.integer(), "the session's", "decides every random number")
          .example(
              "robust.train(eps: 0.5, steps: 7, epochs: 30, schedule: 'cyclic')\n"
                  + "model(robust, data: data).train(only: 'head', epochs: 10, learningRate: 0.01)");

  static final Verb AVERAGE =
      verbOf(
              "network",
              "average",
              "average(with: earlier)",
              "Replaces the weights of the network by the mean of its own and those of others that"
                  + " began alike, such as itself before its last training: often better than each"
                  + " of them. The statistics of its batch norms are measured anew on its training"
                  + " images. Gives the network.")
          .option("with", Kind.networks(), "needed", "the others, each of which counts as much")
          .option("augment", Catalog.AUGMENTATION, "none", "how images are varied, as in training")
          .option("batch", Kind.count(1), "128", "images whose statistics are taken together")
          .option("data", DATA, "its own", "images")
          .option("seed", Kind.integer(), "the session's", "decides every random number")
          .example(
              "before = model(robust, name: 'before')\n"
                  + "robust.train(epochs: 8, learningRate: 0.05, schedule: 'linear')\n"
                  + "robust.average(with: before)");

  static final Verb EVALUATE =
      measuring(
              verbOf(
                  "network",
                  "evaluate",
                  "evaluate(eps: [0, 0.5])",
                  "Measures accuracy at once: clean and under attack. Gives a table of one row. Labels are"
                      + " matched with the network's classes by name."))
          .example("robust.evaluate(on: data.test, eps: [0, 0.25, 0.5])");

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
          .option("precision", PRECISION, "f32", FORMAT)
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

  /** What every search with a network's gradient can be told. */
  static Verb.Builder searching(Verb.Builder verb, String steps, String stepSize, String best) {
    return verb.option("steps", Kind.count(1), steps, "how many steps")
        .option("stepSize", Kind.positive(), stepSize, "how far in one step, in L2")
        .option("best", Kind.flag(), best, "keep the best iterate instead of the last")
        .option("with", NETWORK, "the one in use", "which network")
        .option("seed", Kind.integer(), "the session's", "decides every random number")
        .option("batch", Kind.count(1), "up to 128", "images treated at once")
        .option("precision", PRECISION, "f32", FORMAT)
        .chained();
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
}
