package robusta.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.RunContext;

class AccuracyMeterTest {
  private static final int SIDE = 32;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Pgd> attacks() {
    Pgd plain = Pgd.in(Constraint.l2(0)).steps(1).build();
    return Stream.of(
        plain,
        plain.with().useBest(false).build(),
        plain.with().randomStart(true).restarts(2).build());
  }

  /** The session's own memory is taken on another thread. */
  @ParameterizedTest
  @MethodSource("attacks")
  void keepsAsManyArraysAsItSays(Pgd pgd) {
    Model model =
        Model.create("smallcnn").images(3, SIDE, SIDE).classes(List.of("a", "b")).width(4).build();
    double[] eps = {0, 0.1, 0.2};
    try (EvalSession session =
        OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), Precision.F32)) {
      measure(model, session, pgd, eps, 2); // What is done for the first time takes more.
      int count = 64;
      long array = (long) Float.BYTES * count * 3 * SIDE * SIDE;
      double taken = measure(model, session, pgd, eps, count);
      assertEquals(AccuracyMeter.arrays(pgd, eps), taken / array, 0.4);
    }
  }

  /** Gives the bytes that a batch through a new meter takes. */
  private static long measure(Model model, EvalSession session, Pgd pgd, double[] eps, int count) {
    Batch batch = new Batch(Images.zeros(count, 3, SIDE, SIDE), new int[count]);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    new AccuracyMeter(model, session, pgd, eps, count, RunContext.quiet(1)).add(batch);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
