package robusta.engine.onednn;

import org.bytedeco.javacpp.FloatPointer;
import robusta.plan.Step;

/**
 * Moves a batch norm's running mean and variance after a train-mode pass, as PyTorch does: the
 * variance that is mixed in is the unbiased one.
 */
final class RunningStatistics {
  private final Step.BatchNorm step;
  private final ParameterMemory parameters;
  private final double unbiased;
  private final float[] batchMean;
  private final float[] batchVariance;
  private final float[] runningMean;
  private final float[] running;

  RunningStatistics(Step.BatchNorm step, ParameterMemory parameters, long[] dims) {
    this.step = step;
    this.parameters = parameters;
    double samples = (double) dims[0] * dims[2] * dims[3];
    this.unbiased = samples > 1 ? samples / (samples - 1) : 1;
    this.batchMean = new float[(int) dims[1]];
    this.batchVariance = new float[(int) dims[1]];
    this.runningMean = new float[(int) dims[1]];
    this.running = new float[(int) dims[1]];
  }

  void update(Tensor mean, Tensor variance) {
    new FloatPointer(mean.data()).get(batchMean);
    new FloatPointer(variance.data()).get(batchVariance);
    parameters.read(step.mean(), runningMean);
    parameters.read(step.variance(), running);
    double keep = step.decay();
    for (int c = 0; c < batchMean.length; c++) {
      runningMean[c] = (float) (keep * runningMean[c] + (1 - keep) * batchMean[c]);
      double old = step.logDeviation() ? Math.pow(10, 2.0 * running[c]) : running[c];
      double moved = keep * old + (1 - keep) * unbiased * batchVariance[c];
      running[c] = (float) (step.logDeviation() ? 0.5 * Math.log10(moved) : moved);
    }
    parameters.write(step.mean(), runningMean);
    parameters.write(step.variance(), running);
  }
}
