package robusta.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import robusta.attack.Constraint;
import robusta.engine.EvalSession;
import robusta.engine.Tap;

/** See {@link Adversary#noise}. */
record NoiseAdversary(Constraint constraint) implements Adversary {

  NoiseAdversary {
    Adversary.requireBall(constraint);
  }

  @Override
  public Optional<Constraint> ball() {
    return Optional.of(constraint);
  }

  @Override
  public int passes() {
    return 2;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("adversary", "noise-augmented single step");
    settings.put("norm", constraint.norm());
    settings.put("eps", Double.toString(constraint.eps()));
    return settings;
  }

  /** The size of the noise as a multiple of eps. */
  private double noiseSize() {
    return constraint instanceof Constraint.Linf ? 2 : 2 / Math.sqrt(3);
  }

  @Override
  public Attacker on(EvalSession session, int channels, int height, int width, int batch) {
    int size = channels * height * width;
    int classes = session.size(Tap.LOGITS);
    float[] noise = new float[batch * size];
    float[] logits = new float[batch * classes];
    float[] uphill = new float[batch * size];
    SoftmaxLoss loss = new SoftmaxLoss(classes, batch);
    return (images, labels, count, eps, random) -> {
      Constraint noisy = constraint.withEps(noiseSize() * eps);
      noisy.drawNoise(random, noise, 0, count * size);
      for (int i = 0; i < count; i++) {
        noisy.randomStart(images, noise, i * size, (i + 1) * size);
      }
      clamp(images, count * size);
      session.forward(images, count);
      session.value(Tap.LOGITS, logits);
      loss.evaluate(logits, labels, count);
      session.backward(Map.of(Tap.LOGITS, loss.gradient()), false, uphill);
      for (int i = 0; i < count; i++) {
        constraint.step(images, uphill, i * size, (i + 1) * size, eps);
      }
      clamp(images, count * size);
    };
  }

  private static void clamp(float[] images, int length) {
    for (int i = 0; i < length; i++) {
      images[i] = Math.min(1f, Math.max(0f, images[i]));
    }
  }
}
