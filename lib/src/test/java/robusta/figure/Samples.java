package robusta.figure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import robusta.data.Images;
import robusta.run.Recipe;

/** Made-up inputs of the figure tests. */
final class Samples {
  private Samples() {}

  static Images images(int count, int channels, int side, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[count * channels * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256) / 255f;
    }
    return new Images(pixels, count, channels, side, side);
  }

  /** With everything in it that a file format could trip over. */
  static Recipe recipe(String verb) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("eps", "0.5");
    settings.put("a \"quoted\" <name>", "ε = ½ \\ \n \uD83E\uDED8 & more");
    settings.put("", "");
    return new Recipe(
        verb, settings, "resnet18 3f9a01c2", "cifar10 test", Long.MIN_VALUE, Map.of("java", "17"));
  }
}
