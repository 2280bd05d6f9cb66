package robusta.dsl;

import robusta.represent.Synthesis;

/** {@code translate(images).to('dog')}. */
public final class TranslateSentence extends AimedSentence<TranslateSentence> {

  TranslateSentence(Bound bound, Object images) {
    super(bound, images);
  }

  @Override
  TranslateSentence copy(Bound other) {
    return new TranslateSentence(other, written());
  }

  @Override
  Synthesis on(Pictures pictures) {
    return Synthesis.translation(network().model(), bench().engine(), pictures.images());
  }
}
