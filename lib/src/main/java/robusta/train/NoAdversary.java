package robusta.train;

import java.util.Map;
import java.util.Optional;
import robusta.attack.Constraint;
import robusta.engine.EvalSession;

/** See {@link Adversary#none}. */
record NoAdversary() implements Adversary {

  @Override
  public Optional<Constraint> ball() {
    return Optional.empty();
  }

  @Override
  public int passes() {
    return 0;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("adversary", "none");
  }

  @Override
  public Attacker on(EvalSession session, int channels, int height, int width, int batch) {
    return (images, labels, count, eps, random) -> {
      // Nothing is changed.
    };
  }
}
