package robusta.dsl;

import robusta.represent.Synthesis;

/** {@code upscale(images).by(4)}. */
public final class UpscaleSentence extends AimedSentence<UpscaleSentence> {

  UpscaleSentence(Bound bound, Object images) {
    super(bound, images);
  }

  @Override
  UpscaleSentence copy(Bound other) {
    return new UpscaleSentence(other, written());
  }

  /** How many times higher and wider the images become. */
  public UpscaleSentence by(int factor) {
    return set("by", factor);
  }

  @Override
  boolean keepsItsClass() {
    return true;
  }

  @Override
  Synthesis on(Pictures pictures) {
    return Synthesis.upscaling(
        network().model(), bench().engine(), pictures.images(), arguments().count("by", 4));
  }
}
