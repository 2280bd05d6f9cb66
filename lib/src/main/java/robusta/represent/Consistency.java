package robusta.represent;

import java.util.Arrays;
import robusta.data.Images;

/**
 * Whether a feature shows the same from wherever its visualisation begins: how alike the images of
 * one feature are, over all pairs of starts, beside how alike those of different features are,
 * which is what comes out without any consistency. The paper (section 4.2) finds robust features
 * consistent.
 *
 * @param features how many features
 * @param starts how many starts each of them has
 * @param representation the cosine of the representations, over pairs of the same feature
 * @param representationOfOthers the same over pairs of different features and different starts
 * @param pixels the correlation of the pixels, over pairs of the same feature
 * @param pixelsOfOthers the same over pairs of different features and different starts
 * @param structure SSIM over pairs of the same feature; not a number for images below 11 pixels
 * @param structureOfOthers the same over pairs of different features and different starts
 */
public record Consistency(
    int features,
    int starts,
    Spread representation,
    Spread representationOfOthers,
    Spread pixels,
    Spread pixelsOfOthers,
    Spread structure,
    Spread structureOfOthers) {

  /** Measures a visualisation whose features all have the same number of starts. */
  static Consistency of(VisualizationResult result) {
    int features = (int) Arrays.stream(result.features()).distinct().count();
    int starts = result.features().length / features;
    Pairs same = Pairs.ofOneFeature(features, starts);
    Pairs others = Pairs.ofNeighbours(features, starts);
    return new Consistency(
        features,
        starts,
        Spread.of(cosines(result.after(), same)),
        Spread.of(cosines(result.after(), others)),
        Spread.of(correlations(result.images(), same)),
        Spread.of(correlations(result.images(), others)),
        Spread.of(structures(result.images(), same)),
        Spread.of(structures(result.images(), others)));
  }

  /**
   * The mean cosine of each image's representation with those of the same feature from other
   * starts; not a number where there is only one start.
   */
  static double[] perImage(VisualizationResult result) {
    int features = (int) Arrays.stream(result.features()).distinct().count();
    int starts = result.features().length / features;
    Pairs same = Pairs.ofOneFeature(features, starts);
    double[] cosines = cosines(result.after(), same);
    double[] means = new double[result.features().length];
    for (int p = 0; p < cosines.length; p++) {
      means[same.a()[p]] += cosines[p] / (starts - 1);
      means[same.b()[p]] += cosines[p] / (starts - 1);
    }
    if (starts == 1) {
      Arrays.fill(means, Double.NaN);
    }
    return means;
  }

  /** Which images are compared; image {@code f * starts + s} is that of feature f and start s. */
  private record Pairs(int[] a, int[] b) {

    static Pairs ofOneFeature(int features, int starts) {
      int each = starts * (starts - 1) / 2;
      int[] a = new int[features * each];
      int[] b = new int[a.length];
      int pair = 0;
      for (int f = 0; f < features; f++) {
        for (int s = 0; s < starts; s++) {
          for (int t = s + 1; t < starts; t++) {
            a[pair] = f * starts + s;
            b[pair++] = f * starts + t;
          }
        }
      }
      return new Pairs(a, b);
    }

    /** The same pairs of starts, the second of them with the next feature. */
    static Pairs ofNeighbours(int features, int starts) {
      if (features == 1) {
        return new Pairs(new int[0], new int[0]);
      }
      Pairs same = ofOneFeature(features, starts);
      int[] next = Arrays.stream(same.b()).map(b -> (b + starts) % (features * starts)).toArray();
      return new Pairs(same.a(), next);
    }
  }

  private static double[] cosines(Activations activations, Pairs pairs) {
    double[] cosines = new double[pairs.a().length];
    Arrays.setAll(
        cosines,
        p -> {
          float[] a = activations.representation(pairs.a()[p]);
          float[] b = activations.representation(pairs.b()[p]);
          return product(a, b, 0, 0) / Math.sqrt(product(a, a, 0, 0) * product(b, b, 0, 0));
        });
    return cosines;
  }

  private static double[] correlations(Images images, Pairs pairs) {
    int size = images.imageSize();
    double[] means = new double[images.count()];
    for (int i = 0; i < images.pixels().length; i++) {
      means[i / size] += images.pixels()[i] / size;
    }
    double[] correlations = new double[pairs.a().length];
    Arrays.setAll(
        correlations,
        p -> {
          int i = pairs.a()[p];
          int j = pairs.b()[p];
          float[] a = images.slice(i, i + 1).pixels();
          float[] b = images.slice(j, j + 1).pixels();
          return product(a, b, means[i], means[j])
              / Math.sqrt(product(a, a, means[i], means[i]) * product(b, b, means[j], means[j]));
        });
    return correlations;
  }

  private static double[] structures(Images images, Pairs pairs) {
    return Math.min(images.height(), images.width()) < 11 || pairs.a().length == 0
        ? new double[0]
        : RepresentationMetrics.ssim(images.select(pairs.a()), images.select(pairs.b()));
  }

  private static double product(float[] a, float[] b, double meanOfA, double meanOfB) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanOfA) * (b[i] - meanOfB);
    }
    return sum;
  }
}
