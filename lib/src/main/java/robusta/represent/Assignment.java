package robusta.represent;

import java.util.Arrays;

/**
 * Which classes a network assigns to synthesised images. Asked of the network that they were made
 * with it is a check that the optimisation worked; asked of another one, the judge, it tells
 * whether they look like their class.
 *
 * @param network the name of the network that was asked
 * @param wanted the class that each image was to have
 * @param before what the network makes of where they began
 * @param after what it makes of the images
 */
public record Assignment(String network, int[] wanted, Activations before, Activations after) {

  /** The part of the images that is assigned its class, from 0 to 1. */
  public double share() {
    return after.accuracy(wanted);
  }

  /** The same of where they began: the baseline of doing nothing. */
  public double shareBefore() {
    return before.accuracy(wanted);
  }

  /** The same of a network that guesses. */
  public double chance() {
    return 1.0 / after.classes();
  }

  /** The probability of each image's class. */
  public double[] probabilities() {
    double[] all = new double[wanted.length];
    Arrays.setAll(all, i -> after.probabilities(i)[wanted[i]]);
    return all;
  }
}
