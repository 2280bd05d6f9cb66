package robusta.represent;

import java.util.Set;
import robusta.attack.Inputs;
import robusta.attack.Pgd;
import robusta.data.Dataset;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/** Computes representations and logits. */
public final class Representations {
  private final Model model;
  private final Engine engine;
  private Precision precision = Precision.F32;

  private Representations(Model model, Engine engine) {
    this.model = model;
    this.engine = engine;
  }

  /** Begins with a model. */
  public static Representations on(Model model, Engine engine) {
    return new Representations(model, engine);
  }

  /** The number format of the network; float32 by default. */
  public Representations precision(Precision choice) {
    precision = choice;
    return this;
  }

  /**
   * Of images.
   *
   * @throws RobustaException if the images don't fit the model
   * @throws robusta.run.CancelledException once cancellation was asked for
   */
  public Activations of(Images images, RunContext context) {
    Inputs.requireFit(images, model);
    try (EvalSession session = open(context)) {
      return compute(session, images);
    }
  }

  /**
   * Of a whole dataset, reporting progress.
   *
   * @throws RobustaException if the images don't fit the model
   * @throws robusta.run.CancelledException once cancellation was asked for
   */
  public Activations of(Dataset data, RunContext context) {
    if (data.size() == 0) {
      throw new RobustaException("the dataset '%s' is empty".formatted(data.name()));
    }
    int batch =
        Pgd.automaticBatchSize(Math.multiplyExact(data.channels(), data.height() * data.width()));
    try (EvalSession session = open(context)) {
      Activations all = empty(session, data.size());
      for (int from = 0; from < data.size(); from += batch) {
        context.cancellation().check();
        int to = Math.min(data.size(), from + batch);
        Images images = data.range(from, to).images();
        Inputs.requireFit(images, model);
        copy(compute(session, images), all, from);
        context.progress().report("representations", to, data.size(), data.name());
      }
      return all;
    }
  }

  private EvalSession open(RunContext context) {
    EvalSession session = engine.evaluate(model, Set.of(Tap.REPRESENTATION, Tap.LOGITS), precision);
    session.cancelWith(context.cancellation());
    return session;
  }

  /** On a session that has both taps. */
  static Activations compute(EvalSession session, Images images) {
    Activations all = empty(session, images.count());
    int batch = Math.min(images.count(), Pgd.automaticBatchSize(images.imageSize()));
    Activations part = empty(session, batch);
    for (int from = 0; from < images.count(); from += batch) {
      int to = Math.min(images.count(), from + batch);
      session.forward(images.slice(from, to).pixels(), to - from);
      session.value(Tap.REPRESENTATION, part.representations());
      session.value(Tap.LOGITS, part.logits());
      copy(part, to - from, all, from);
    }
    return all;
  }

  private static Activations empty(EvalSession session, int count) {
    int representation = session.size(Tap.REPRESENTATION);
    int classes = session.size(Tap.LOGITS);
    return new Activations(
        count,
        representation,
        classes,
        new float[Math.multiplyExact(count, representation)],
        new float[Math.multiplyExact(count, classes)]);
  }

  private static void copy(Activations part, Activations all, int at) {
    copy(part, part.count(), all, at);
  }

  private static void copy(Activations part, int count, Activations all, int at) {
    int representation = all.representationSize();
    System.arraycopy(
        part.representations(),
        0,
        all.representations(),
        at * representation,
        count * representation);
    System.arraycopy(part.logits(), 0, all.logits(), at * all.classes(), count * all.classes());
  }
}
