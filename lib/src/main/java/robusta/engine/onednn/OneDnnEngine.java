package robusta.engine.onednn;

import java.util.Set;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.MemoryEstimate;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.TrainSession;
import robusta.engine.Work;
import robusta.model.Model;
import robusta.plan.Plan;
import robusta.plan.PlanCompiler;
import robusta.run.RobustaException;

/** Runs models on the CPU through oneDNN. There is one per process. */
public final class OneDnnEngine implements Engine {
  private static final OneDnnEngine INSTANCE = new OneDnnEngine();

  private Native dnnl;

  private OneDnnEngine() {
    NativeThread.run(() -> dnnl = new Native());
  }

  /** The process's engine. */
  public static OneDnnEngine instance() {
    return INSTANCE;
  }

  @Override
  public String name() {
    return "oneDNN " + Native.version();
  }

  @Override
  public Precision nativePrecision() {
    return Native.bf16() ? Precision.BF16 : Precision.F32;
  }

  @Override
  public boolean supports(Precision precision) {
    if (precision != Precision.BF16) {
      return true;
    }
    boolean[] answer = new boolean[1];
    NativeThread.run(() -> answer[0] = dnnl.computesBf16());
    return answer[0];
  }

  /** The number format that a session computes in, which this machine must have. */
  private Precision chosen(Precision precision) {
    if (!supports(precision)) {
      throw new RobustaException(
          "this processor cannot compute in bf16 (on x86-64 that needs AVX-512); choose precision 'f32', or leave it out");
    }
    return resolve(precision);
  }

  @Override
  public EvalSession evaluate(Model model, Set<Tap> taps, Precision precision) {
    Precision chosen = chosen(precision);
    Plan plan = PlanCompiler.compile(model);
    return new FrozenSession(dnnl, model, plan, taps, chosen);
  }

  @Override
  public TrainSession train(Model model, Precision precision) {
    Precision chosen = chosen(precision);
    Plan plan = PlanCompiler.compile(model);
    TrainSession[] session = new TrainSession[1];
    NativeThread.run(() -> session[0] = new OneDnnTrainSession(dnnl, model, plan, chosen));
    return session[0];
  }

  @Override
  public MemoryEstimate estimate(Model model, Work work, Precision precision, int batch) {
    Plan plan = PlanCompiler.compile(model);
    Precision chosen = resolve(precision);
    if (work == Work.TRAINING) {
      return TrainFootprint.of(plan, chosen, batch);
    }
    return FrozenFootprint.of(
        plan, Set.of(plan.logits(), plan.representation()), work, chosen, batch);
  }

  @Override
  public long freeMemory() {
    return dnnl.arena.free();
  }

  /** Bytes of what sessions share for what they compute. */
  long sharedMemory() {
    return dnnl.arena.size();
  }
}
