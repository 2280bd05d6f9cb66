package robusta.train;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import robusta.run.RobustaException;

/** How the learning rate changes during training, as a factor of the one that was given. */
public interface Schedule {

  /** The schedule with its settings; equal names mean equal schedules. */
  String name();

  /**
   * The factor at a moment; the trainer asks in the middle of each step.
   *
   * @param epoch how many epochs were trained, with a fraction
   * @param progress the part of the whole training that is done, from 0 to 1
   */
  double factor(double epoch, double progress);

  /** Always 1. */
  static Schedule constant() {
    return over("constant", progress -> 1);
  }

  /** From 1 straight down to 0 at the end. */
  static Schedule linear() {
    return over("linear", progress -> 1 - progress);
  }

  /** From 0 straight up to 1 in the middle and straight down to 0 at the end (Wong et al. 2020). */
  static Schedule cyclic() {
    return cyclic(0.5);
  }

  /**
   * From 0 straight up to 1 and straight down to 0 at the end.
   *
   * @param peak where in the training 1 is reached, above 0 and below 1
   */
  static Schedule cyclic(double peak) {
    if (!(peak > 0 && peak < 1)) {
      throw new RobustaException(
          "a cyclic schedule peaks between 0 and 1 of the training, not at " + peak);
    }
    return over(
        "cyclic peak " + peak,
        progress -> progress < peak ? progress / peak : (1 - progress) / (1 - peak));
  }

  /** Down to 0 at the end along half a cosine (Loshchilov and Hutter 2017). */
  static Schedule cosine() {
    return over("cosine", progress -> (1 + Math.cos(Math.PI * progress)) / 2);
  }

  /**
   * Times {@code by} at each of these epochs.
   *
   * @param by such as 0.1
   * @param epochs when, in epochs from the start
   */
  static Schedule drop(double by, double... epochs) {
    requireDrop(by);
    double[] when = epochs.clone();
    String list = Arrays.stream(when).mapToObj(Double::toString).collect(Collectors.joining(" "));
    return of(
        "drop by " + by + " at " + list,
        epoch -> Math.pow(by, (double) Arrays.stream(when).filter(at -> at <= epoch).count()));
  }

  /** Times {@code by} after every {@code epochs} epochs; the library's default is 0.1 and 50. */
  static Schedule dropEvery(double by, double epochs) {
    requireDrop(by);
    if (!(epochs > 0)) {
      throw new RobustaException("the rate can drop every epoch or less often, not " + epochs);
    }
    return of(
        "drop by " + by + " every " + epochs, epoch -> Math.pow(by, Math.floor(epoch / epochs)));
  }

  /** A function of the epochs that were trained. */
  static Schedule of(String name, DoubleUnaryOperator factorAtEpoch) {
    return new Plain(name, (epoch, progress) -> factorAtEpoch.applyAsDouble(epoch));
  }

  /** A function of the part of the training that is done. */
  static Schedule over(String name, DoubleUnaryOperator factorAtProgress) {
    return new Plain(name, (epoch, progress) -> factorAtProgress.applyAsDouble(progress));
  }

  /** This schedule, times a factor that grows straight from 0 to 1 over the first epochs. */
  default Schedule warmUp(double epochs) {
    if (!(epochs >= 0) || Double.isInfinite(epochs)) {
      throw new RobustaException("warm-up takes 0 epochs or more, not " + epochs);
    }
    return new Plain(
        name() + " warm-up " + epochs,
        (epoch, progress) -> factor(epoch, progress) * Ramp.at(epoch, epochs));
  }

  private static void requireDrop(double by) {
    if (!(by > 0 && by <= 1)) {
      throw new RobustaException(
          "the rate can drop by a factor above 0 and up to 1, such as 0.1, not " + by);
    }
  }

  /** A schedule made of a function. */
  record Plain(String name, Function function) implements Schedule {
    @Override
    public double factor(double epoch, double progress) {
      return function.factor(epoch, progress);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** See {@link Schedule#factor}. */
  @FunctionalInterface
  interface Function {
    /** See {@link Schedule#factor}. */
    double factor(double epoch, double progress);
  }
}
