package robusta.train;

import java.util.Optional;
import java.util.function.IntConsumer;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.Dataset;
import robusta.engine.EvalSession;
import robusta.model.Model;
import robusta.run.RunContext;

/**
 * How training is watched: accuracy on the first test images, clean and under 20-step PGD in the
 * adversary's ball.
 */
final class TestAccuracy {
  private static final int STEPS = 20;

  private final Model model;
  private final EvalSession session;
  private final Dataset dataset;
  private final Optional<Constraint> ball;
  private final int images;
  private final int batchSize;
  private final RunContext context;

  /** A measured accuracy; the robust one is NaN without an adversary. */
  record Measured(double clean, double robust) {}

  TestAccuracy(
      Model model,
      EvalSession session,
      Dataset dataset,
      Optional<Constraint> ball,
      int images,
      int batchSize,
      RunContext context) {
    this.model = model;
    this.session = session;
    this.dataset = dataset;
    this.ball = ball;
    this.images = Math.min(images, dataset.size());
    this.batchSize = Math.min(batchSize, this.images);
    this.context = context;
  }

  /** How many batches a measurement takes. */
  int batches() {
    return (images + batchSize - 1) / batchSize;
  }

  /** How often it goes through the network, forward or backward, for a batch. */
  int passes() {
    return ball.isPresent() ? 1 + 2 * STEPS + 2 : 1;
  }

  /**
   * Measures the model as it is.
   *
   * @param afterBatch is called with the number of batches that are done
   */
  Measured measure(IntConsumer afterBatch) {
    session.refresh();
    session.cancelWith(context.cancellation());
    double[] eps = ball.map(b -> new double[] {0, b.eps()}).orElse(new double[] {0});
    Pgd pgd = Pgd.in(ball.orElse(Constraint.l2(0))).steps(STEPS).build();
    AccuracyMeter meter = new AccuracyMeter(model, session, pgd, eps, batchSize, context);
    for (int batch = 0; batch < batches(); batch++) {
      context.cancellation().check();
      int from = batch * batchSize;
      meter.add(dataset.range(from, Math.min(images, from + batchSize)));
      afterBatch.accept(batch + 1);
    }
    double clean = (double) meter.correct(0) / meter.images();
    boolean attacked = eps.length > 1;
    return new Measured(clean, attacked ? (double) meter.correct(1) / meter.images() : Double.NaN);
  }
}
