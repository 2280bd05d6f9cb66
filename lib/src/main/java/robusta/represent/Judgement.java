package robusta.represent;

import java.util.Arrays;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.model.Model;
import robusta.run.RunContext;

/**
 * What a network that took no part in an inversion, the judge, makes of its images. Images can have
 * the representation of their targets in the network that was inverted and look like nothing of the
 * kind; the judge was not optimised against, so it tells how much they resemble in general.
 *
 * @param judge the judge's name and hash
 * @param images what it makes of the images that were found
 * @param sources what it makes of where they began
 * @param targets what it makes of the targets
 * @param starts how many starts each target had
 */
public record Judgement(
    String judge, Activations images, Activations sources, Activations targets, int starts) {

  /**
   * How alike some images and others are to the judge.
   *
   * @param distance ||J(a) - J(b)|| per pair, J the judge's representation, over its typical
   *     distance, the mean of that of each target and another: 0 for equal images, about 1 for any
   *     two
   * @param agreement the part of the pairs in which the judge sees the same class, from 0 to 1
   */
  public record Verdict(Spread distance, double agreement) {}

  /** Asks a judge. */
  static Judgement by(
      Model judge,
      Engine engine,
      Images images,
      Images sources,
      Images targets,
      int starts,
      RunContext context) {
    Representations asked = Representations.on(judge, engine);
    return new Judgement(
        judge.name() + " " + judge.hash(),
        asked.of(images, context),
        asked.of(sources, context),
        asked.of(targets, context),
        starts);
  }

  /** The images that were found against their targets. */
  public Verdict image() {
    return verdict(images, same());
  }

  /** The baseline of doing nothing: the sources against the targets. */
  public Verdict source() {
    return verdict(sources, same());
  }

  /** The baseline of chance: each image that was found against another target. */
  public Verdict others() {
    return verdict(images, another());
  }

  private Verdict verdict(Activations judged, int[] of) {
    double typical =
        Arrays.stream(between(targets, another())).filter(d -> d > 0).average().orElse(Double.NaN);
    double[] distances =
        Arrays.stream(between(judged, of)).map(distance -> distance / typical).toArray();
    int[] seen = judged.predictions();
    int[] wanted = targets.predictions();
    int agreeing = 0;
    for (int i = 0; i < seen.length; i++) {
      agreeing += seen[i] == wanted[of[i]] ? 1 : 0;
    }
    return new Verdict(Spread.of(distances), (double) agreeing / seen.length);
  }

  /** ||J(a_i) - J(t_of(i))||. */
  private double[] between(Activations a, int[] of) {
    int size = a.representationSize();
    double[] distances = new double[a.count()];
    for (int i = 0; i < distances.length; i++) {
      double squares = 0;
      for (int j = 0; j < size; j++) {
        double d = a.activation(i, j) - targets.activation(of[i], j);
        squares += d * d;
      }
      distances[i] = Math.sqrt(squares);
    }
    return distances;
  }

  private int[] same() {
    int[] same = new int[targets.count()];
    Arrays.setAll(same, i -> i);
    return same;
  }

  private int[] another() {
    return InversionQuality.another(targets.count(), starts);
  }
}
