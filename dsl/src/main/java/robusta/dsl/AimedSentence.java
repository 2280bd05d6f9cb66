package robusta.dsl;

import robusta.represent.Synthesis;
import robusta.run.RunContext;

/**
 * A synthesis from images that aims at a class.
 *
 * @param <S> the sentence's own type
 */
public abstract class AimedSentence<S extends AimedSentence<S>> extends SynthesisSentence<S> {
  private final Object images;

  AimedSentence(Bound bound, Object images) {
    super(bound);
    this.images = images;
  }

  /** The class to reach, by name or number: one for all images or one per image. */
  public S to(Object classes) {
    return set("to", classes);
  }

  /** Another network, which says what classes it sees. */
  public S judge(Network network) {
    return set("judge", network);
  }

  /** The images as they were written. */
  final Object written() {
    return images;
  }

  final Pictures pictures() {
    return Pictures.from(images);
  }

  /** The task on these images. */
  abstract Synthesis on(Pictures pictures);

  /** Whether the images' own labels are the aim where no class is given. */
  boolean keepsItsClass() {
    return false;
  }

  @Override
  Synthesis synthesis(RunContext context) {
    Pictures pictures = pictures();
    Synthesis synthesis = on(pictures);
    if (arguments().has("to")) {
      return synthesis.to(labels(arguments().required("to")));
    }
    if (!keepsItsClass()) {
      arguments().required("to");
    }
    boolean known = pictures.labelledAs(network().getClasses());
    return known ? synthesis.to(pictures.labels()) : synthesis;
  }

  @Override
  String origin() {
    return pictures().getOrigin();
  }
}
