package robusta.dsl;

import java.util.List;
import robusta.data.Mask;
import robusta.represent.Synthesis;

/** {@code inpaint(images).mask(box(8, 8, 9, 9))}. */
public final class InpaintSentence extends AimedSentence<InpaintSentence> {

  InpaintSentence(Bound bound, Object images) {
    super(bound, images);
  }

  @Override
  InpaintSentence copy(Bound other) {
    return new InpaintSentence(other, written());
  }

  /** What to fill: one mask for all images or one per image. */
  public InpaintSentence mask(Object masks) {
    return set("mask", masks);
  }

  /** How much the difference of the known pixels counts beside the class. */
  public InpaintSentence weight(double factor) {
    return set("weight", factor);
  }

  @Override
  boolean keepsItsClass() {
    return true;
  }

  @Override
  Synthesis on(Pictures pictures) {
    return Synthesis.inpainting(
        network().model(), bench().engine(), pictures.images(), masks(arguments()));
  }

  @SuppressWarnings("unchecked")
  static List<Mask> masks(Arguments given) {
    return (List<Mask>) given.required("mask");
  }
}
