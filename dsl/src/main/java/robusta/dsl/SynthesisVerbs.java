package robusta.dsl;

import static robusta.dsl.Verb.verb;

import java.util.List;
import robusta.data.Dataset;

/** The verbs that make images with a classifier, and those that name a region. */
final class SynthesisVerbs {
  private static final Kind CLASSES = Kind.any("a class name or number, or one per image");
  private static final String OWN = "their labels, else what the network sees";

  static final Verb GENERATE =
      making(
              verb(
                      "generate",
                      "generate('cat')",
                      "Makes images of classes: lowers the cross entropy from starts that are drawn"
                          + " from the normal distribution of each class's training images. Lazy.")
                  .option("count", Kind.count(1), "1", "how many images of each class")
                  .option("from", Kind.pictures(), "drawn", "where each class begins instead")
                  .option(
                      "data",
                      Kind.of(Dataset.class, "a dataset such as data.train"),
                      "what the network learns from",
                      "whose normal distributions the starts are drawn from"),
              "40",
              "1",
              "60")
          .example("show generate('Bag', 'Coat').count(4)\nshow generate(3).from(noise(4))");

  static final Verb TRANSLATE =
      making(
              verb(
                      "translate",
                      "translate(images)",
                      "Turns images into such of another class: lowers the cross entropy from them."
                          + " Lazy.")
                  .option("to", CLASSES, "", "the class to reach"),
              "80",
              "0.5",
              "200")
          .example("show translate(data.test.ofClass('Coat', 4)).to('Dress')");

  static final Verb SKETCH =
      making(
              verb(
                      "sketch",
                      "sketch(drawings)",
                      "Turns drawings into images of a class: lowers the cross entropy from them."
                          + " Lazy.")
                  .option("to", CLASSES, "", "what they show"),
              "40",
              "1",
              "60")
          .example("show sketch(images('drawing.png')).to('Bag')");

  static final Verb INPAINT =
      making(
              verb(
                      "inpaint",
                      "inpaint(images)",
                      "Hides a region of images and fills it: lowers the cross entropy plus the"
                          + " weighted mean square difference of the known pixels. Lazy.")
                  .option("mask", Kind.masks(), "", "what is hidden: one for all or one per image")
                  .option("to", CLASSES, OWN, "what they show")
                  .option("weight", Kind.amount(), "10", "how much the known pixels count"),
              "21.6",
              "0.1",
              "720")
          .example("show inpaint(data.test[0..3]).mask(box(8, 8, 9, 9))");

  static final Verb UPSCALE =
      making(
              verb(
                      "upscale",
                      "upscale(images)",
                      "Adds detail to small images: lowers the cross entropy from their bicubic"
                          + " enlargement. Images of the network's size are reduced first, so that"
                          + " the original is known. Lazy.")
                  .option("by", Kind.count(2), "4", "how many times higher and wider")
                  .option("to", CLASSES, OWN, "what they show"),
              "15",
              "1",
              "50")
          .example("show upscale(data.test[0..3]).by(4)");

  static final Verb PAINT =
      searching(
              verb(
                      "paint",
                      "paint(feature: 42)",
                      "Paints a feature into a region of images: raises a coordinate of the"
                          + " representation minus the weighted mean square change outside. Lazy.")
                  .option("feature", Kind.indices(), "", "which coordinates: one, or one per image")
                  .option("on", Kind.pictures(), "", "the images")
                  .option("mask", Kind.masks(), "", "where to paint: one for all or one per image")
                  .option("weight", Kind.amount(), "1000", "how much what is outside counts"),
              "40",
              "1",
              "60")
          .example("show paint(feature: 42).on(data.test[0]).mask(circle(14, 14, 7))");

  static final Verb BOX =
      verb(
              "box",
              "box(left, top, width, height)",
              "A rectangle of pixels as a mask, counted from the upper left corner. Masks are joined"
                  + " with |.")
          .example("show inpaint(data.test[0]).mask(box(4, 4, 8, 8) | box(18, 18, 6, 6))");

  static final Verb CIRCLE =
      verb("circle", "circle(x, y, radius)", "A circle as a mask, in pixels.")
          .example("show inpaint(data.test[0]).mask(circle(14, 14, 5))");

  static final Verb ELLIPSE =
      verb("ellipse", "ellipse(x, y, across, down)", "An ellipse as a mask, by its two radii.")
          .example("show inpaint(data.test[0]).mask(ellipse(14, 14, 8, 4))");

  static final Verb MASK =
      verb(
              "mask",
              "mask('region.png')",
              "A mask that is drawn: what is bright in an image file, in an image or in rows of"
                  + " numbers.")
          .example("show inpaint(images('cat.png')).mask(mask('region.png'))");

  static final List<Verb> ALL =
      List.of(GENERATE, TRANSLATE, SKETCH, INPAINT, UPSCALE, PAINT, BOX, CIRCLE, ELLIPSE, MASK);

  private SynthesisVerbs() {}

  /** What aims at a class, which a judge can be asked about. */
  private static Verb.Builder making(Verb.Builder verb, String eps, String step, String steps) {
    return searching(
        verb.option("judge", Kind.network(), "none", "another network, to say what it sees"),
        eps,
        step,
        steps);
  }

  private static Verb.Builder searching(Verb.Builder verb, String eps, String step, String steps) {
    String scaled = " at 224 pixels, in proportion otherwise";
    return Verbs.searching(
        verb.option("within", Kind.amount(), eps + scaled, "how far in L2 from its start"),
        steps,
        step + scaled,
        "true");
  }
}
