package robusta.dsl;

import groovy.transform.NamedParam;
import java.util.Map;
import robusta.data.Dataset;
import robusta.data.Mask;
import robusta.run.RobustaException;

/** The verbs of a {@link Session} that make images, and the words for masks. */
public interface SynthesisSession {

  /** What the sentences share. */
  Workbench workbench();

  /** Begins making images of classes; see {@code help generate}. */
  default GenerateSentence generate(
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
    return new GenerateSentence(
        Sentence.Bound.now(workbench(), SynthesisVerbs.GENERATE, options), classes);
  }

  /** Begins making images of classes with the defaults. */
  default GenerateSentence generate(Object... classes) {
    return generate(Map.of(), classes);
  }

  /** Begins turning images into such of another class; see {@code help translate}. */
  default TranslateSentence translate(
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
        Sentence.Bound.now(workbench(), SynthesisVerbs.TRANSLATE, options),
        Pictures.require("translate", images));
  }

  /** Begins turning images into such of another class with the defaults. */
  default TranslateSentence translate(Object images) {
    return translate(Map.of(), images);
  }

  /** Begins turning drawings into images; see {@code help sketch}. */
  default SketchSentence sketch(
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
    return new SketchSentence(
        Sentence.Bound.now(workbench(), SynthesisVerbs.SKETCH, options),
        Pictures.require("sketch", images));
  }

  /** Begins turning drawings into images with the defaults. */
  default SketchSentence sketch(Object images) {
    return sketch(Map.of(), images);
  }

  /** Begins filling a region of images; see {@code help inpaint}. */
  default InpaintSentence inpaint(
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
    return new InpaintSentence(
        Sentence.Bound.now(workbench(), SynthesisVerbs.INPAINT, options),
        Pictures.require("inpaint", images));
  }

  /** Begins filling a region of images with the defaults. */
  default InpaintSentence inpaint(Object images) {
    return inpaint(Map.of(), images);
  }

  /** Begins adding detail to small images; see {@code help upscale}. */
  default UpscaleSentence upscale(
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
    return new UpscaleSentence(
        Sentence.Bound.now(workbench(), SynthesisVerbs.UPSCALE, options),
        Pictures.require("upscale", images));
  }

  /** Begins adding detail to small images with the defaults. */
  default UpscaleSentence upscale(Object images) {
    return upscale(Map.of(), images);
  }

  /** Begins painting a feature into images; see {@code help paint}. */
  default PaintSentence paint(
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
    return new PaintSentence(Sentence.Bound.now(workbench(), SynthesisVerbs.PAINT, options));
  }

  /** A rectangle of pixels as a mask. */
  default Mask box(int left, int top, int width, int height) {
    return Mask.box(left, top, width, height);
  }

  /** A circle as a mask, in pixels. */
  default Mask circle(double x, double y, double radius) {
    return Mask.circle(x, y, radius);
  }

  /** An ellipse as a mask, by its centre and its two radii in pixels. */
  default Mask ellipse(double x, double y, double across, double down) {
    return Mask.ellipse(x, y, across, down);
  }

  /** What is bright in an image file, in an image or in rows of numbers, as a mask. */
  default Mask mask(Object drawn) {
    return workbench().catalog().mask(drawn);
  }
}
