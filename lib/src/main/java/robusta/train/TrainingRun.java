package robusta.train;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import robusta.data.Batch;
import robusta.data.BatchStream;
import robusta.data.Epoch;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.run.NotANumberException;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/** One training under way: the loop over epochs. */
final class TrainingRun implements AutoCloseable {
  private final Trainer plan;
  private final Map<String, String> settings;
  private final RunContext context;
  private final Optional<TrainingFolder> folder;
  private final History history;
  private final int stepsPerEpoch;
  private final TrainingStep step;
  private final EvalSession measured;
  private final TestAccuracy test;
  private final Stopwatch watch;
  private final Pace pace = new Pace();
  private TestAccuracy.Measured accuracy = new TestAccuracy.Measured(Double.NaN, Double.NaN);
  private int epoch;
  private boolean finished;
  private float[] before;

  TrainingRun(
      Trainer plan,
      Map<String, String> settings,
      Optional<TrainingFolder> folder,
      History history,
      RunContext context) {
    this.plan = plan;
    this.settings = settings;
    this.folder = folder;
    this.history = history;
    this.context = context;
    watch = new Stopwatch(plan.nanos);
    int images = plan.data.train().size();
    stepsPerEpoch = (images + plan.batchSize - 1) / plan.batchSize;
    int largest = plan.largestBatch();
    Precision precision = plan.resolvedPrecision();
    step =
        new TrainingStep(
            plan.model, plan.engine, precision, plan.optimizer, plan.adversary, plan.part, largest);
    // What the adversary attacks, or a head stands on, serves to measure as well in float32.
    measured =
        step.frozen()
            .filter(unused -> precision == Precision.F32)
            .orElseGet(() -> plan.engine.evaluate(plan.model, Set.of(Tap.LOGITS), Precision.F32));
    test =
        new TestAccuracy(
            plan.model,
            measured,
            plan.data.test(),
            plan.adversary.ball(),
            plan.evaluationImages,
            largest,
            context);
  }

  /** Trains to the end, from where the folder's state is. */
  void run() {
    Optional<TrainingState> state =
        plan.resume ? folder.flatMap(at -> at.load(settings)) : Optional.empty();
    state.ifPresentOrElse(this::restore, () -> folder.ifPresent(TrainingFolder::begin));
    if (!finished) {
      plan.memory().say(plan.largestBatch(), context);
      step.parameters().requireFinite(plan.model.name());
    }
    while (!finished) {
      before = step.parameters().copy();
      history.add(epoch());
      save();
      plan.watcher.accept(history);
    }
  }

  private void restore(TrainingState state) {
    step.parameters().set(state.weights());
    step.updater().restore(state.steps(), state.memory());
    for (EpochRecord record : state.history()) {
      history.add(record);
      if (!Double.isNaN(record.testAccuracy())) {
        accuracy = new TestAccuracy.Measured(record.testAccuracy(), record.robustAccuracy());
      }
    }
    epoch = state.epochs();
    finished = state.finished();
    watch.add(state.history().get(state.history().size() - 1).seconds());
    context.progress().report("resume", 1, 1, "going on after epoch " + epoch);
  }

  private EpochRecord epoch() {
    Tally tally = new Tally();
    boolean due = measureAfter(epoch);
    int units = stepsPerEpoch + (due ? test.batches() : 0);
    int done = 0;
    Epoch data = new Epoch(plan.data.train(), plan.batchSize, plan.augmentation, context, epoch);
    try (BatchStream batches = data.stream(0)) {
      while (batches.hasNext() && !(done > 0 && timeIsUp(0))) {
        double before = watch.seconds();
        double position = epoch + (done + 0.5) / stepsPerEpoch;
        double rate = plan.learningRate * plan.schedule.factor(position, progress(position));
        double eps = plan.adversary.eps() * Ramp.at(position, plan.epsWarmUp);
        Batch batch = batches.next();
        tally.waited(watch.seconds() - before);
        batch.images().requireValid();
        take(batch, (long) epoch * stepsPerEpoch + done, rate, eps);
        done++;
        double seconds = watch.seconds() - before;
        tally.add(batch.size(), seconds, rate, eps);
        pace.step(seconds);
        announce();
        report(Math.min(done, units - 1), units, tally);
      }
    }
    if (!step.parameters().finite()) {
      throw diverged("at its last step", null);
    }
    epoch++;
    finished =
        plan.budget == null
            ? epoch == plan.epochs
            : done < stepsPerEpoch || timeIsUp(evaluationSeconds() + pace.secondsPerStep());
    if (finished || due) {
      units = stepsPerEpoch + test.batches();
      measure(tally, units);
    }
    report(units, units, tally);
    return tally.record(finished || due);
  }

  private void take(Batch batch, long number, double rate, double eps) {
    try {
      step.take(batch, number, rate, eps, context);
    } catch (NotANumberException e) {
      // The images are numbers; the adversary or the loss notices that the weights are none, or so
      // large that the network's values are none.
      throw diverged("at step " + number % stepsPerEpoch, e);
    }
  }

  private RobustaException diverged(String where, RobustaException cause) {
    step.parameters().set(before);
    return new RobustaException(
        "the training diverged in epoch %d %s: the loss is no longer a number; use a lower learning rate than %s, such as %s, or a warm-up; '%s' has the weights it had before that epoch"
            .formatted(
                epoch + 1, where, plan.learningRate, plan.learningRate / 10, plan.model.name()),
        cause);
  }

  private void measure(Tally tally, int units) {
    double before = watch.seconds();
    accuracy =
        test.measure(
            done -> {
              if (done < test.batches()) {
                report(units - test.batches() + done, units, tally);
              }
            });
    pace.evaluation(watch.seconds() - before);
  }

  private void save() {
    if (folder.isEmpty()) {
      return;
    }
    TrainingState state =
        new TrainingState(
            settings,
            epoch,
            finished,
            step.updater().steps(),
            history.epochs(),
            step.parameters().copy(),
            step.updater().memory());
    folder
        .get()
        .save(state, plan.model, isBest())
        .ifPresent(warning -> context.progress().report("checkpoint", 1, 1, warning));
  }

  private boolean isBest() {
    double now = score(history.epochs().get(history.epochs().size() - 1));
    return !Double.isNaN(now)
        && history.epochs().stream()
            .limit(history.epochs().size() - 1L)
            .mapToDouble(this::score)
            .noneMatch(earlier -> earlier >= now);
  }

  private double score(EpochRecord record) {
    return plan.adversary.ball().isPresent() ? record.robustAccuracy() : record.testAccuracy();
  }

  private boolean measureAfter(int index) {
    return (index + 1) % plan.evaluateEvery == 0
        || (plan.budget == null && index + 1 == plan.epochs);
  }

  private double progress(double position) {
    double progress =
        plan.budget == null ? position / plan.epochs : watch.seconds() / budgetSeconds();
    return Math.min(1, progress);
  }

  private double budgetSeconds() {
    return plan.budget.toNanos() / 1e9;
  }

  /** Whether only an evaluation and so many more seconds are left of the budget. */
  private boolean timeIsUp(double more) {
    return plan.budget != null && watch.seconds() + evaluationSeconds() + more >= budgetSeconds();
  }

  private double evaluationSeconds() {
    double passes = plan.adversary.passes() + plan.part.passes();
    return pace.secondsPerEvaluation(test.batches() * test.passes() / passes);
  }

  private double secondsLeft(int doneInEpoch) {
    if (plan.budget != null) {
      return Math.max(0, budgetSeconds() - watch.seconds());
    }
    long steps = (long) (plan.epochs - epoch) * stepsPerEpoch - doneInEpoch;
    long evaluations = 0;
    for (int index = epoch; index < plan.epochs; index++) {
      evaluations += measureAfter(index) ? 1 : 0;
    }
    return steps * pace.secondsPerStep() + evaluations * evaluationSeconds();
  }

  /** Says what the training costs as soon as that is known. */
  private void announce() {
    if (!pace.justKnown()) {
      return;
    }
    String cost;
    if (plan.budget == null) {
      cost =
          "%d epochs of %d steps take about %s"
              .formatted(plan.epochs - epoch, stepsPerEpoch, Pace.spoken(secondsLeft(0)));
    } else {
      double each = stepsPerEpoch * pace.secondsPerStep() + evaluationSeconds();
      cost =
          "%s are enough for about %.1f epochs of %d steps"
              .formatted(Pace.spoken(secondsLeft(0)), secondsLeft(0) / each, stepsPerEpoch);
    }
    context.progress().report("training time", 1, 1, cost);
  }

  private void report(int done, int units, Tally tally) {
    StringBuilder note = new StringBuilder();
    note.append(String.format(Locale.ROOT, "loss %.3f", tally.loss()));
    note.append(String.format(Locale.ROOT, "  train %.1f%%", 100 * tally.accuracy()));
    if (!Double.isNaN(accuracy.clean())) {
      note.append(String.format(Locale.ROOT, "  test %.1f%%", 100 * accuracy.clean()));
    }
    if (!Double.isNaN(accuracy.robust())) {
      note.append(String.format(Locale.ROOT, "  robust %.1f%%", 100 * accuracy.robust()));
    }
    note.append(String.format(Locale.ROOT, "  %.0f images/s", tally.imagesPerSecond()));
    note.append(String.format(Locale.ROOT, "  engine %.0f%% busy", 100 * tally.busy()));
    if (pace.known() && !finished) {
      int inEpoch = done == units ? 0 : Math.min(done, stepsPerEpoch);
      note.append("  ").append(Pace.spoken(secondsLeft(inEpoch))).append(" left");
    }
    String name =
        plan.budget == null ? "epoch " + tally.number + "/" + plan.epochs : "epoch " + tally.number;
    context.progress().report(name, done, units, note.toString());
  }

  /** What an epoch adds up to. */
  private final class Tally {
    private final int number = epoch + 1;
    private int images;
    private int hits;
    private double losses;
    private double seconds;
    private double waiting;
    private double rate;
    private double eps;

    void add(int count, double took, double rateOfStep, double epsOfStep) {
      images += count;
      hits += step.hits();
      losses += step.loss() * count;
      seconds += took;
      rate = rateOfStep;
      eps = epsOfStep;
    }

    void waited(double took) {
      waiting += took;
    }

    /** The part of the time in which the engine did not wait for images. */
    double busy() {
      return 1 - waiting / seconds;
    }

    double loss() {
      return losses / images;
    }

    double accuracy() {
      return (double) hits / images;
    }

    double imagesPerSecond() {
      return images / seconds;
    }

    EpochRecord record(boolean measured) {
      return new EpochRecord(
          number,
          watch.seconds(),
          rate,
          eps,
          loss(),
          accuracy(),
          measured ? accuracy.clean() : Double.NaN,
          measured ? accuracy.robust() : Double.NaN,
          imagesPerSecond());
    }
  }

  @Override
  public void close() {
    if (step.frozen().filter(session -> session == measured).isEmpty()) {
      measured.close();
    }
    step.close();
  }
}
