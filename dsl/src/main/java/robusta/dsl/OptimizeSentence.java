package robusta.dsl;

import robusta.attack.Parametrization;
import robusta.data.Images;
import robusta.engine.Precision;
import robusta.represent.Optimization;

/**
 * A sentence that optimises images with a network.
 *
 * @param <S> the sentence's own type
 * @param <R> what it gives
 */
public abstract class OptimizeSentence<S extends OptimizeSentence<S, R>, R> extends Sentence<S, R>
    implements PictureSource {

  OptimizeSentence(Bound bound) {
    super(bound);
  }

  /** Which network, instead of the one in use. */
  public S with(Network network) {
    return set("with", network);
  }

  /** How many steps. */
  public S steps(int number) {
    return set("steps", number);
  }

  /** How far an image moves in one step, in L2. */
  public S stepSize(double size) {
    return set("stepSize", size);
  }

  /** Whether each image keeps its best iterate instead of its last. */
  public S best(boolean on) {
    return set("best", on);
  }

  /** How many images at most to treat at once. */
  public S batch(int images) {
    return set("batch", images);
  }

  /** The number format of the network: f32, bf16 or auto. */
  public S precision(String format) {
    return set("precision", format);
  }

  /** Puts the common options into the core's builder. */
  <T extends Optimization<T>> T configure(T builder, String origin) {
    Arguments given = arguments();
    given.get("steps").ifPresent(n -> builder.steps((Integer) n));
    given.get("stepSize").ifPresent(n -> builder.stepSize((Double) n));
    given.get("best").ifPresent(on -> builder.useBest((Boolean) on));
    given.get("batch").ifPresent(n -> builder.batchSize((Integer) n));
    given.get("precision").ifPresent(p -> builder.precision(Precision.of(p.toString())));
    return builder.data(origin);
  }

  /** Puts the images on the way that were asked for into the core's builder. */
  <T extends Optimization<T>> T film(T builder) {
    arguments()
        .get("snapshots")
        .ifPresent(
            wanted -> {
              if (wanted instanceof Integer number) {
                builder.snapshots(number);
              } else {
                builder.snapshotsAt((int[]) wanted);
              }
            });
    return builder;
  }

  /** The images that an option names; null when it is not given. */
  Images imagesOf(String option) {
    return arguments().get(option).map(value -> Pictures.from(value).images()).orElse(null);
  }

  /** Where the images that an option names came from. */
  String originOf(String option) {
    return arguments().get(option).map(value -> Pictures.from(value).getOrigin()).orElse("");
  }

  static Parametrization parametrization(String variables) {
    return switch (variables) {
      case "fourier" -> Parametrization.FOURIER;
      case "decorrelated" -> Parametrization.DECORRELATED_FOURIER;
      default -> Parametrization.PIXELS;
    };
  }
}
