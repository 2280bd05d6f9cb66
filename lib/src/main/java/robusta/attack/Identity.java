package robusta.attack;

import java.util.SplittableRandom;

/** See {@link Transform#IDENTITY}. */
record Identity() implements Transform, Transform.Bound {

  @Override
  public Bound bind(int channels, int height, int width, int capacity) {
    return this;
  }

  @Override
  public void draw(SplittableRandom[] randoms, int count) {
    // Nothing to decide.
  }

  @Override
  public float[] apply(float[] images, int count) {
    return images;
  }

  @Override
  public float[] adjoint(float[] gradient, int count) {
    return gradient;
  }

  @Override
  public String toString() {
    return "none";
  }
}
