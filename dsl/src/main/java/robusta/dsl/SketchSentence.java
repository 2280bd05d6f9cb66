package robusta.dsl;

import robusta.represent.Synthesis;

/** {@code sketch(drawings).to('dog')}. */
public final class SketchSentence extends AimedSentence<SketchSentence> {

  SketchSentence(Bound bound, Object drawings) {
    super(bound, drawings);
  }

  @Override
  SketchSentence copy(Bound other) {
    return new SketchSentence(other, written());
  }

  @Override
  Synthesis on(Pictures pictures) {
    return Synthesis.sketch(network().model(), bench().engine(), pictures.images());
  }
}
