package robusta.train;

import robusta.run.RobustaException;

/**
 * The rule by which weights follow a gradient. It sees the weights in pieces of any size and place,
 * so a rule treats every weight alike.
 */
public interface Optimizer {

  /** The rule with its settings, such as {@code "sgd momentum 0.9 weight decay 1.0E-4"}. */
  String name();

  /** How many numbers the rule remembers per weight. */
  int memories();

  /**
   * Moves some weights.
   *
   * @param weights the weights, at {@code [0, count)}
   * @param gradient their gradient, at {@code [0, count)}; may be overwritten
   * @param memory {@link #memories} arrays with what the rule remembers of these weights, at {@code
   *     [from, from + count)}; zeros before the first step
   * @param step the number of this step, from 1
   * @param rate the learning rate
   */
  void update(
      float[] weights,
      float[] gradient,
      float[][] memory,
      int from,
      int count,
      long step,
      double rate);

  /**
   * Stochastic gradient descent with heavy-ball momentum, PyTorch's rule: v = momentum * v + g +
   * weightDecay * w, w = w - rate * v, with v = 0 before the first step.
   *
   * @param weightDecay applied to every parameter, biases and batch-norm scales too
   */
  static Optimizer sgd(double momentum, double weightDecay) {
    return new Sgd(momentum, weightDecay);
  }

  /**
   * Adam (Kingma and Ba 2015) with the usual constants: betas 0.9 and 0.999, epsilon 1e-8.
   *
   * @param weightDecay coupled: added to the gradient, as PyTorch's {@code Adam} does
   */
  static Optimizer adam(double weightDecay) {
    return new Adam(0.9, 0.999, 1e-8, weightDecay, false);
  }

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter 2019), PyTorch's {@code AdamW}.
   *
   * @param weightDecay decoupled: each step first multiplies a weight by 1 - rate * weightDecay
   */
  static Optimizer adamW(double weightDecay) {
    return new Adam(0.9, 0.999, 1e-8, weightDecay, true);
  }

  /** Checks that a setting is in [0, 1). */
  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new RobustaException(
          "%s must be at least 0 and less than 1, not %s".formatted(name, value));
    }
  }

  /** Checks that weight decay is 0 or more. */
  private static void requireDecay(double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new RobustaException("weight decay must be 0 or more, not " + value);
    }
  }

  /** See {@link #sgd}. */
  record Sgd(double momentum, double weightDecay) implements Optimizer {
    public Sgd {
      requireShare("momentum", momentum);
      requireDecay(weightDecay);
    }

    @Override
    public String name() {
      return "sgd momentum " + momentum + " weight decay " + weightDecay;
    }

    @Override
    public int memories() {
      return 1;
    }

    @Override
    public void update(
        float[] weights,
        float[] gradient,
        float[][] memory,
        int from,
        int count,
        long step,
        double rate) {
      float[] velocity = memory[0];
      float keep = (float) momentum;
      float decay = (float) weightDecay;
      float lr = (float) rate;
      for (int i = 0; i < count; i++) {
        float v = keep * velocity[from + i] + (gradient[i] + decay * weights[i]);
        velocity[from + i] = v;
        weights[i] -= lr * v;
      }
    }
  }

  /**
   * See {@link #adam} and {@link #adamW}. With m and s the running means of g and of g squared at
   * step t: w = w - rate * (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon).
   *
   * @param decoupled whether weight decay shrinks the weights directly
   */
  record Adam(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
      implements Optimizer {
    public Adam {
      requireShare("beta1", beta1);
      requireShare("beta2", beta2);
      requireDecay(weightDecay);
      if (!(epsilon > 0)) {
        throw new RobustaException("Adam's epsilon must be above 0, not " + epsilon);
      }
    }

    @Override
    public String name() {
      String betas = beta1 == 0.9 && beta2 == 0.999 ? "" : " betas " + beta1 + " " + beta2;
      return (decoupled ? "adamw" : "adam") + betas + " weight decay " + weightDecay;
    }

    @Override
    public int memories() {
      return 2;
    }

    @Override
    public void update(
        float[] weights,
        float[] gradient,
        float[][] memory,
        int from,
        int count,
        long step,
        double rate) {
      float[] mean = memory[0];
      float[] square = memory[1];
      float keepMean = (float) beta1;
      float keepSquare = (float) beta2;
      float coupled = decoupled ? 0 : (float) weightDecay;
      float shrink = decoupled ? (float) (1 - rate * weightDecay) : 1;
      float size = (float) (rate / (1 - Math.pow(beta1, (double) step)));
      float correction = (float) (1 / Math.sqrt(1 - Math.pow(beta2, (double) step)));
      float floor = (float) epsilon;
      for (int i = 0; i < count; i++) {
        float w = weights[i];
        float g = gradient[i] + coupled * w;
        float m = keepMean * mean[from + i] + (1 - keepMean) * g;
        float s = keepSquare * square[from + i] + (1 - keepSquare) * (g * g);
        mean[from + i] = m;
        square[from + i] = s;
        weights[i] = shrink * w - size * m / ((float) Math.sqrt(s) * correction + floor);
      }
    }
  }
}
