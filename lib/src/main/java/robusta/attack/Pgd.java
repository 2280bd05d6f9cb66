package robusta.attack;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.Argument;
import robusta.run.RobustaException;

/**
 * Projected gradient descent: how an input is optimised, apart from what for (the {@link
 * Objective}) and on which network (an {@link EvalSession}). Immutable; made by {@link #in}.
 *
 * <pre>{@code
 * Pgd pgd = Pgd.in(Constraint.l2(0.5)).steps(20).randomStart(true).build();
 * PgdRun run = pgd.on(session, 3, 32, 32, objectiveTaps);
 * run.perturb(images, 128, Objective.crossEntropy(labels), random, adversarial);
 * }</pre>
 *
 * <p>Each step follows g, the gradient of the mean of the losses of the whole batch, times -1 when
 * minimising. After it the variables are projected into the ball and pixels clamped to [0, 1].
 */
public final class Pgd {
  private final Constraint constraint;
  private final int steps;
  private final double stepSize;
  private final boolean minimize;
  private final boolean randomStart;
  private final int restarts;
  private final boolean useBest;
  private final Parametrization parametrization;
  private final Transform transform;
  private final Filter gradientFilter;
  private final Filter imageFilter;
  private final int filterEvery;
  private final StopRule stopRule;
  private final int batchSize;

  private Pgd(Builder builder) {
    constraint = builder.constraint;
    steps = builder.steps;
    stepSize = builder.stepSize;
    minimize = builder.minimize;
    randomStart = builder.randomStart;
    restarts = builder.restarts;
    useBest = builder.useBest;
    parametrization = builder.parametrization;
    transform = builder.transform;
    gradientFilter = builder.gradientFilter;
    imageFilter = builder.imageFilter;
    filterEvery = builder.filterEvery;
    stopRule = builder.stopRule;
    batchSize = builder.batchSize;
  }

  /** Begins an optimisation in this ball: 20 steps of 2.5 * eps / 20, keeping the best iterate. */
  public static Builder in(Constraint constraint) {
    return new Builder(constraint);
  }

  /** The fast gradient (sign) method: one step of size eps from the image itself. */
  public static Builder fgsm(Constraint constraint) {
    Builder builder = in(constraint).steps(1).useBest(false);
    return constraint.eps() > 0 ? builder.stepSize(constraint.eps()) : builder;
  }

  /** A builder that starts with this one's choices. */
  public Builder with() {
    Builder builder = new Builder(constraint);
    builder.steps = steps;
    builder.stepSize = stepSize;
    builder.minimize = minimize;
    builder.randomStart = randomStart;
    builder.restarts = restarts;
    builder.useBest = useBest;
    builder.parametrization = parametrization;
    builder.transform = transform;
    builder.gradientFilter = gradientFilter;
    builder.imageFilter = imageFilter;
    builder.filterEvery = filterEvery;
    builder.stopRule = stopRule;
    builder.batchSize = batchSize;
    return builder;
  }

  /**
   * The same optimisation in a ball of another radius.
   *
   * @throws RobustaException if there is no ball, or eps makes no sense
   */
  public Pgd withEps(double eps) {
    Builder builder = with();
    builder.constraint = constraint.withEps(eps);
    return builder.build();
  }

  /** The values that a session must give for this optimisation of such an objective. */
  public Set<Tap> taps(Objective objective) {
    Set<Tap> taps = new LinkedHashSet<>(objective.taps());
    if (stopRule != null) {
      taps.addAll(stopRule.taps());
    }
    return taps;
  }

  /**
   * Makes this optimisation ready on a network. The run keeps its buffers, so reuse it for batch
   * after batch; it is not for two threads at once.
   *
   * @param session an open session with the taps that {@link #taps} names; it stays the caller's
   */
  public PgdRun on(EvalSession session, int channels, int height, int width) {
    int size = channels * height * width;
    if (size != session.inputSize()) {
      throw new RobustaException(
          "images of %dx%dx%d have %d values, but the network takes %d"
              .formatted(channels, height, width, size, session.inputSize()));
    }
    return new PgdRun(this, session, channels, height, width);
  }

  public Constraint constraint() {
    return constraint;
  }

  public int steps() {
    return steps;
  }

  /** The step size given, or the constraint's default for a batch of {@code count}. */
  public double stepSize(int count) {
    return Double.isNaN(stepSize) ? constraint.defaultStepSize(steps, count) : stepSize;
  }

  /** Whether the step size was given, so that it does not follow eps. */
  public boolean hasStepSize() {
    return !Double.isNaN(stepSize);
  }

  public boolean minimize() {
    return minimize;
  }

  public boolean randomStart() {
    return randomStart;
  }

  public int restarts() {
    return restarts;
  }

  public boolean useBest() {
    return useBest;
  }

  public Parametrization parametrization() {
    return parametrization;
  }

  public Transform transform() {
    return transform;
  }

  /** What is done to the gradient with respect to the image before each step. */
  public Filter gradientFilter() {
    return gradientFilter;
  }

  /** What is done to the image after every {@link #filterEvery}-th step. */
  public Filter imageFilter() {
    return imageFilter;
  }

  public int filterEvery() {
    return filterEvery;
  }

  /** When an example ends early; null when never. */
  StopRule stopRule() {
    return stopRule;
  }

  /** The most examples of such a size that are optimised at once. */
  public int batchSize(int imageSize) {
    return batchSize > 0 ? batchSize : automaticBatchSize(imageSize);
  }

  /**
   * How many arrays of a batch's pixels a run keeps, where pixels are what it moves and nothing is
   * done to the image before the network sees it; see {@link PgdRun}.
   */
  public int arrays() {
    return 4
        + (useBest ? 1 : 0)
        + (restarts > 1 ? 1 : 0)
        + (randomStart ? 1 : 0)
        + (imageFilter == Filter.NONE ? 0 : 1);
  }

  /** At most 128 images, and at most as many values as 16 RGB images of 224 pixels have. */
  public static int automaticBatchSize(int imageSize) {
    return Math.min(128, Math.max(1, 16 * 3 * 224 * 224 / imageSize));
  }

  /** The choices with their values, for a recipe. */
  public Map<String, String> settings(int count) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("norm", constraint.norm());
    if (Double.isFinite(constraint.eps())) {
      settings.put("eps", number(constraint.eps()));
    }
    settings.put("steps", Integer.toString(steps));
    settings.put("stepSize", number(stepSize(count)));
    settings.put("direction", minimize ? "minimize" : "maximize");
    settings.put("randomStart", Boolean.toString(randomStart));
    settings.put("restarts", Integer.toString(restarts));
    settings.put("useBest", Boolean.toString(useBest));
    settings.put("parametrization", parametrization.name());
    settings.put("transform", transform.toString());
    if (gradientFilter != Filter.NONE) {
      settings.put("gradientFilter", gradientFilter.toString());
    }
    if (imageFilter != Filter.NONE) {
      settings.put("imageFilter", imageFilter + ", every " + filterEvery + " steps");
    }
    return settings;
  }

  static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6));
    return rounded.stripTrailingZeros().toPlainString();
  }

  /** Collects the choices. */
  public static final class Builder {
    private Constraint constraint;
    private int steps = 20;
    private double stepSize = Double.NaN;
    private boolean minimize;
    private boolean randomStart;
    private int restarts = 1;
    private boolean useBest = true;
    private Parametrization parametrization = Parametrization.PIXELS;
    private Transform transform = Transform.IDENTITY;
    private Filter gradientFilter = Filter.NONE;
    private Filter imageFilter = Filter.NONE;
    private int filterEvery = 1;
    private StopRule stopRule;
    private int batchSize;

    private Builder(Constraint constraint) {
      this.constraint = constraint;
    }

    /** How many steps; at least 1. */
    public Builder steps(int number) {
      steps = Argument.atLeastOne("steps", number);
      return this;
    }

    /** The size of a step; above 0. Without it {@link Constraint#defaultStepSize} decides. */
    public Builder stepSize(double size) {
      if (!(size > 0) || Double.isInfinite(size)) {
        throw new RobustaException("the step size must be a number above 0, not " + size);
      }
      stepSize = size;
      return this;
    }

    /** Lowers the loss instead of raising it. */
    public Builder minimize() {
      minimize = true;
      return this;
    }

    /** Whether to begin at a random point of the ball; off by default. */
    public Builder randomStart(boolean on) {
      randomStart = on;
      return this;
    }

    /**
     * How often to begin anew; each example keeps its worst (highest, when minimising lowest) loss.
     * More than one needs a random start or a random transform to differ.
     */
    public Builder restarts(int number) {
      restarts = Argument.atLeastOne("restarts", number);
      return this;
    }

    /**
     * Whether each example keeps the iterate with the best loss from the start to the end, at the
     * price of one more forward pass; on by default. The library's {@code use_best}.
     */
    public Builder useBest(boolean on) {
      useBest = on;
      return this;
    }

    /** The variables to move; pixels by default. */
    public Builder parametrization(Parametrization choice) {
      parametrization = choice;
      return this;
    }

    /** What happens to the image before the network sees it; nothing by default. */
    public Builder transform(Transform choice) {
      transform = choice;
      return this;
    }

    /**
     * What is done to the gradient with respect to the image before each step; nothing by default.
     */
    public Builder gradientFilter(Filter choice) {
      gradientFilter = choice;
      return this;
    }

    /**
     * What is done to the image after some steps, before it is brought back into the ball; nothing
     * by default.
     *
     * @param every after every so many steps; at least 1
     */
    public Builder imageFilter(Filter choice, int every) {
      imageFilter = choice;
      filterEvery = Argument.atLeastOne("steps between filters", every);
      return this;
    }

    /** Leaves an example as it is once the rule says so. */
    public Builder stopWhen(StopRule rule) {
      stopRule = rule;
      return this;
    }

    /**
     * How many examples at most to optimise at once; but for rounding, the result does not depend
     * on it. By default {@link Pgd#automaticBatchSize}.
     */
    public Builder batchSize(int examples) {
      batchSize = Argument.atLeastOne("the batch size", examples);
      return this;
    }

    /**
     * The optimisation.
     *
     * @throws RobustaException if the choices contradict each other
     */
    public Pgd build() {
      if (randomStart && Double.isInfinite(constraint.eps())) {
        throw new RobustaException(
            "a random start needs a ball to lie in; give eps, or no random start");
      }
      return new Pgd(this);
    }
  }
}
