package robusta.attack;

/** The identity: pixels are the variables. */
final class Pixels implements Parametrization {

  @Override
  public String name() {
    return "pixels";
  }

  @Override
  public Space over(int channels, int height, int width, int capacity) {
    int size = channels * height * width;
    return new Space() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public void fromImages(float[] images, int count, float[] variables) {
        System.arraycopy(images, 0, variables, 0, count * size);
      }

      @Override
      public float[] toImages(float[] variables, int count) {
        return variables;
      }

      @Override
      public float[] gradient(float[] gradient, int count) {
        return gradient;
      }

      @Override
      public void clamp(float[] variables, int from, int to) {
        Vectors.clampToUnit(variables, from, to);
      }
    };
  }
}
