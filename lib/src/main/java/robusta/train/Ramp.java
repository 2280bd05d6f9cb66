package robusta.train;

/** Growth from 0 to 1 over the first epochs, for the learning rate and for eps. */
final class Ramp {
  private Ramp() {}

  /** How far the ramp is at an epoch; 1 everywhere when it has no length. */
  static double at(double epoch, double length) {
    return epoch < length ? epoch / length : 1;
  }
}
