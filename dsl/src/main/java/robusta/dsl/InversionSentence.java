package robusta.dsl;

import java.util.List;
import robusta.represent.Inversion;

/**
 * A sentence that looks for images with the representation of others.
 *
 * @param <S> the sentence's own type
 * @param <R> what it gives
 */
public abstract class InversionSentence<S extends InversionSentence<S, R>, R>
    extends OptimizeSentence<S, R> {
  private final Object targets;

  InversionSentence(Bound bound, Object targets) {
    super(bound);
    this.targets = targets;
  }

  final Object targets() {
    return targets;
  }

  /** Where to begin: one image for all targets, one per target or the same number for each. */
  public S from(Object sources) {
    return set("from", sources);
  }

  /** A network that took no part says how much the results resemble their targets. */
  public S judge(Network network) {
    return set("judge", network);
  }

  /** The core's builder with all that was said. */
  Inversion inversion() {
    Pictures wanted = Pictures.from(targets);
    Arguments given = arguments();
    Inversion inversion =
        configure(
            Inversion.on(network().model(), bench().engine()).targets(wanted.images()),
            wanted.getOrigin());
    if (given.has("from")) {
      inversion.from(imagesOf("from"));
    }
    given.get("judge").ifPresent(judge -> inversion.judge(((Network) judge).model()));
    return inversion;
  }

  static double[] numbers(List<? extends Number> radii) {
    return radii.stream().mapToDouble(Number::doubleValue).toArray();
  }
}
