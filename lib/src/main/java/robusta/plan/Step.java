package robusta.plan;

import java.util.List;

/**
 * One operation of a plan. Values are numbered; {@link #output} is computed from {@link #inputs},
 * which earlier steps computed (value 0 is the normalised image).
 */
public sealed interface Step {

  /** The layer of the graph that it comes from. */
  String layer();

  /** The values it reads. */
  List<Integer> inputs();

  /** The value it computes. */
  int output();

  /**
   * A convolution.
   *
   * @param groups channels are split into so many independent groups
   * @param weights out x in/groups x height x width, or groups x out/groups x in/groups x height x
   *     width when there is more than one group
   * @param bias one per output channel, or null
   */
  record Conv(
      String layer,
      int input,
      int output,
      Window window,
      int groups,
      Parameter weights,
      Parameter bias)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Batch normalisation over channels.
   *
   * @param gamma scale per channel, or null for {@code fixedGamma}
   * @param beta shift per channel, or null for {@code fixedBeta}
   * @param mean running mean per channel
   * @param variance running variance per channel, or log10 of the running deviation
   * @param logDeviation which of the two {@code variance} holds
   * @param epsilon added to the variance
   * @param decay the share of the old running statistic that a training step keeps
   */
  record BatchNorm(
      String layer,
      int input,
      int output,
      Parameter gamma,
      Parameter beta,
      float fixedGamma,
      float fixedBeta,
      Parameter mean,
      Parameter variance,
      boolean logDeviation,
      float epsilon,
      float decay)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** An elementwise function. */
  record Activate(String layer, int input, int output, Activation function) implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** What a pooling takes of a window. */
  enum Pooling {
    MAX,
    /** The mean of the elements inside the image. */
    MEAN,
    /** The sum over the elements inside the image divided by the window's size. */
    MEAN_WITH_PADDING
  }

  /** Pooling; a global one has a window of the whole image. */
  record Pool(String layer, int input, int output, Pooling kind, Window window) implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * A dense layer on a vector.
   *
   * @param weights out x in
   * @param bias one per output, or null
   */
  record Dense(String layer, int input, int output, Parameter weights, Parameter bias)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** The sum of two or more values. */
  record Add(String layer, List<Integer> inputs, int output) implements Step {}

  /** Values side by side along the channels. */
  record Concat(String layer, List<Integer> inputs, int output) implements Step {}

  /** Zeros around an image. */
  record Pad(String layer, int input, int output, int top, int left) implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** An image read as a vector, channel by channel, row by row. */
  record Flatten(String layer, int input, int output) implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Inverted dropout; the identity in eval mode.
   *
   * @param keep the probability that an element is kept (and divided by it)
   */
  record Dropout(String layer, int input, int output, double keep) implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }
}
