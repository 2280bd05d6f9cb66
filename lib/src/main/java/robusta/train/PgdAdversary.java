package robusta.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import robusta.attack.Constraint;
import robusta.attack.Objective;
import robusta.attack.Pgd;
import robusta.attack.PgdRun;
import robusta.engine.EvalSession;

/** See {@link Adversary#pgd}. */
record PgdAdversary(Pgd pgd) implements Adversary {

  PgdAdversary {
    Adversary.requireBall(pgd.constraint());
  }

  @Override
  public Optional<Constraint> ball() {
    return Optional.of(pgd.constraint());
  }

  @Override
  public int passes() {
    return (2 * pgd.steps() + (pgd.useBest() ? 1 : 0)) * pgd.restarts();
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("adversary", "pgd");
    settings.putAll(pgd.settings(1));
    return settings;
  }

  @Override
  public Attacker on(EvalSession session, int channels, int height, int width, int batch) {
    PgdRun run = pgd.with().batchSize(batch).build().on(session, channels, height, width);
    return (images, labels, count, eps, random) -> {
      run.eps(eps);
      run.perturb(images, count, Objective.crossEntropy(labels), random, images);
    };
  }
}
