package robusta.dsl;

import robusta.represent.Synthesis;
import robusta.run.RunContext;

/** {@code paint(feature: 42).on(image).mask(circle(16, 16, 8))}. */
public final class PaintSentence extends SynthesisSentence<PaintSentence> {

  PaintSentence(Bound bound) {
    super(bound);
  }

  @Override
  PaintSentence copy(Bound other) {
    return new PaintSentence(other);
  }

  /** Which coordinates of the representation: one for all images or one per image. */
  public PaintSentence feature(int... indices) {
    return set("feature", indices);
  }

  /** The images to paint on. */
  public PaintSentence on(Object images) {
    return set("on", images);
  }

  /** Where to paint: one mask for all images or one per image. */
  public PaintSentence mask(Object masks) {
    return set("mask", masks);
  }

  /** How much the change of what is outside counts beside the feature. */
  public PaintSentence weight(double factor) {
    return set("weight", factor);
  }

  @Override
  Synthesis synthesis(RunContext context) {
    arguments().required("on");
    return Synthesis.painting(
        network().model(),
        bench().engine(),
        imagesOf("on"),
        InpaintSentence.masks(arguments()),
        (int[]) arguments().required("feature"));
  }

  @Override
  String origin() {
    return originOf("on");
  }
}
