package robusta.dsl;

import static robusta.dsl.Verb.verb;
import static robusta.dsl.Verb.verbOf;

import java.util.List;

/** The verbs that look into a representation, and the images that such a look begins from. */
final class RepresentationVerbs {
  private static final Kind PICTURES = Kind.pictures();
  private static final String STARTS =
      "where to begin: one image, one per target or as many for each";
  private static final String JUDGE = "another network, to say how much the results resemble them";
  private static final String FILM = "images on the way, for a filmstrip";

  static final Verb REPRESENT =
      verbOf(
              "network",
              "represent",
              "represent(images)",
              "The representations of images at once: a list of one array of coordinates per image.")
          .example("strongest = robust.represent(data.test[0])[0].max()");

  static final Verb INVERT =
      Verbs.searching(
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
                  .option("judge", Verbs.NETWORK, "none", JUDGE)
                  .option("snapshots", Kind.snapshots(), "none", FILM),
              "10000",
              "1, or 0.1 below 128 pixels",
              "false")
          .example(
              "show invert(data.test.images(0..3)).from(noise(4)).steps(200)\n"
                  + "show invert(data.test[0..1]).from(data.test[8..9]).within(0.5, 1, 2).steps(100)");

  static final Verb PAIRS =
      Verbs.searching(
              verb(
                      "pairs",
                      "pairs(images)",
                      "Pairs with the same representation: changes other images until each has the"
                          + " representation of one of these. Do the two look alike? Lazy.")
                  .option("from", PICTURES, "these, each the next one", "the images to change")
                  .option("judge", Verbs.NETWORK, "none", JUDGE),
              "10000",
              "1, or 0.1 below 128 pixels",
              "false")
          .example("show pairs(data.test[0..7]).from(data.test[10..17]).steps(200)");

  static final Verb INTERPOLATE =
      Verbs.searching(
              verb(
                      "interpolate",
                      "interpolate(a, b)",
                      "Walks from one image to another in representation space: inverts the mixture"
                          + " of both representations, begun at the mixture of the pixels. Lazy.")
                  .option("frames", Kind.count(2), "10", "images of one walk, both ends included")
                  .option("judge", Verbs.NETWORK, "none", "says what it sees on the way"),
              "10000",
              "1, or 0.1 below 128 pixels",
              "true")
          .example("show interpolate(data.test[3], data.test[8]).frames(8).steps(100)");

  static final Verb VISUALIZE =
      Verbs.searching(
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
                  .option("over", Verbs.VARIABLES, "pixels", "what is moved")
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
      Verbs.searching(
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

  static final Verb SIDE_BY_SIDE =
      verb(
              "sideBySide",
              "sideBySide(a, b)",
              "What several networks made of the same targets or starts, in one figure and one"
                  + " table. Lazy.")
          .example("show sideBySide(invert(target).with(standard), invert(target).with(robust))");

  static final Verb NOISE =
      verb(
              "noise",
              "noise(4)",
              "Images of noise, N(0, 1) / 20 + 0.5, in the size of the network in use.")
          .option("seed", Kind.integer(), "the session's", "decides the noise")
          .option("with", Verbs.NETWORK, "the one in use", "whose image size")
          .example("show invert(target).from(noise(1))");

  static final Verb GRAY =
      verb(
              "gray",
              "gray(1)",
              "Images of mid-grey, 0.5 everywhere, in the size of the network in use.")
          .option("with", Verbs.NETWORK, "the one in use", "whose image size")
          .example("show visualize(feature: 42).from(gray(1)).within(50)");

  static final Verb PATTERNS =
      verb(
              "patterns",
              "patterns(10)",
              "Pictures that are no photographs, in the size of the network in use: stripes, checks,"
                  + " rings, blobs and gradients in turn, with random colours, sizes and places.")
          .option("seed", Kind.integer(), "the session's", "decides the patterns")
          .option("with", Verbs.NETWORK, "the one in use", "whose image size")
          .example("show invert(patterns(5)).steps(200)");

  static final List<Verb> ALL =
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
          PATTERNS);

  private RepresentationVerbs() {}

  private static Verb activating(String name, String end) {
    return verb(
            name,
            name + "(42)",
            "The images of a dataset where a coordinate of the representation is "
                + end
                + ". Lazy.")
        .option("in", Verbs.DATASET, "", "where to look")
        .option("count", Kind.count(1), "8", "images per feature")
        .option("with", Verbs.NETWORK, "the one in use", "which network")
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
}
