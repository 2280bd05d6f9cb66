package robusta.dsl;

import static robusta.dsl.Verb.verb;
import static robusta.dsl.Verb.verbOf;

/** The verbs around what Robusta brings along: pretrained networks and photographs. */
final class ZooVerbs {
  static final Verb MODELS =
      verb(
              "models",
              "models()",
              "The pretrained networks, a row each: what each is, how it was trained and how good it"
                  + " is. With a name, the card of that one.")
          .example("show models()\nshow models('cifar10-l2-0.5')");

  static final Verb PRETRAINED =
      Verbs.reading(
              verb(
                      "pretrained",
                      "pretrained('cifar10-l2-0.5')",
                      "A network that was trained before: one of those that Robusta brings along"
                          + " (models() lists them; nothing is downloaded), or from a PyTorch file (of"
                          + " MadryLab's library, torchvision's or your own) or a safetensors file of a"
                          + " state dict; code in files is not run. The data of a network that Robusta"
                          + " brings along are found when asked for. It is in use if none was.")
                  .option("file", Kind.path(), "none", "the file, instead of a name"))
          .example(
              "robust = pretrained('cifar10-l2-0.5')\n"
                  + "imageNet = pretrained(file: 'RestrictedImageNet.pt')\n"
                  + "pretrained(file: 'cifar.pt', architecture: 'resnet18', data: cifar10())");

  static final Verb ARCHITECTURES =
      verb(
              "architectures",
              "architectures()",
              "The architectures that model knows, with their usual widths.")
          .example("show architectures()");

  static final Verb PHOTOGRAPHS =
      verb(
              "photographs",
              "photographs()",
              "Photographs that Robusta brings along, free of rights (cat, astronaut, coffee, rocket,"
                  + " cameraman, galaxies, retina, bricks): all or those that are named, fitted to the"
                  + " size and channels of the network in use; without one in RGB of 256 pixels.")
          .option("size", Kind.count(8), "the network's", "height and width in pixels")
          .option("with", Verbs.NETWORK, "the one in use", "whose size and channels")
          .example("show photographs('cat', 'astronaut', size: 128)");

  static final Verb RESTRICTED64 =
      verb(
              "restricted64",
              "restricted64()",
              "Restricted ImageNet at 64 pixels: the 23 classes of Tiny ImageNet that belong to six of"
                  + " its groups (dog, cat, frog, bird, primate, insect), from the data directory, or"
                  + " from a folder, .tar or .zip of Tiny ImageNet.")
          .example("data = restricted64()");

  static final Verb PAPER =
      verb(
              "paper",
              "paper()",
              "The settings of the paper (its Tables 2 and 3, sections A.4 and A.6) as named"
                  + " arguments, one property a verb: train, standard (training without an adversary),"
                  + " evaluate, attack, invert, pairs, interpolate, visualize, visualizeGray (figure 8),"
                  + " add. Those of ImageNet at 224 pixels, or where the network in use takes images"
                  + " below 128 pixels those of CIFAR-10, which are MadryLab's library's; paper('imagenet')"
                  + " and paper('cifar10') choose.")
          .example(
              "show paper()\n"
                  + "robust.train(*: paper().train, epochs: 30)\n"
                  + "show invert(*: paper().invert, data.test[0])\n"
                  + "show visualize(*: paper().visualizeGray, feature: 42, from: gray(1))");

  static final Verb PUBLISH =
      Verbs.measuring(
              verbOf(
                  "network",
                  "publish",
                  "publish(eps: [0, 0.5], about: '...')",
                  "Makes a trained network ready to be shipped, at once: writes its weights in half"
                      + " precision (NAME.safetensors), measures their accuracy (clean and at the eps of the training on all"
                      + " images, at others on the first 1,000) and writes the card with all that its"
                      + " training recorded (NAME.json). Gives the card."))
          .option("about", Kind.text(), "nothing", "what it is, in a sentence")
          .option("script", Kind.text(), "nothing", "what trains it again")
          .example(
              "robust.publish(eps: [0, 0.5], about: 'A ResNet-18, robust within eps 0.5 in L2.')");

  private ZooVerbs() {}
}
