package robusta.attack;

import java.util.SplittableRandom;

/** One transform, then another. */
record Chain(Transform before, Transform after) implements Transform {

  @Override
  public Bound bind(int channels, int height, int width, int capacity) {
    Bound first = before.bind(channels, height, width, capacity);
    Bound second = after.bind(channels, height, width, capacity);
    return new Bound() {
      @Override
      public void draw(SplittableRandom[] randoms, int count) {
        first.draw(randoms, count);
        second.draw(randoms, count);
      }

      @Override
      public float[] apply(float[] images, int count) {
        return second.apply(first.apply(images, count), count);
      }

      @Override
      public float[] adjoint(float[] gradient, int count) {
        return first.adjoint(second.adjoint(gradient, count), count);
      }
    };
  }

  @Override
  public String toString() {
    return before + ", " + after;
  }
}
