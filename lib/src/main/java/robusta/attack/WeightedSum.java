package robusta.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.RobustaException;

/** See {@link Objective#sum}. */
record WeightedSum(List<Objective.Term> terms) implements Objective {

  WeightedSum {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new RobustaException("a sum of objectives needs at least one of them");
    }
  }

  @Override
  public Set<Tap> taps() {
    Set<Tap> taps = new LinkedHashSet<>();
    terms.forEach(term -> taps.addAll(term.objective().taps()));
    return taps;
  }

  @Override
  public boolean fakeRelu() {
    return terms.stream().anyMatch(term -> term.objective().fakeRelu());
  }

  @Override
  public String name() {
    StringBuilder name = new StringBuilder();
    for (Term term : terms) {
      double size = Math.abs(term.weight());
      if (name.length() > 0) {
        name.append(term.weight() < 0 ? " - " : " + ");
      } else if (term.weight() < 0) {
        name.append('-');
      }
      name.append(size == 1 ? "" : Pgd.number(size) + " * ").append(term.objective().name());
    }
    return name.toString();
  }

  @Override
  public void requireFits(int count, EvalSession session) {
    terms.forEach(term -> term.objective().requireFits(count, session));
  }

  @Override
  public void evaluate(TapValues values, float[] losses) {
    int count = values.count();
    float[] own = new float[losses.length];
    Map<Tap, List<float[]>> before = new HashMap<>();
    Arrays.fill(losses, 0, count, 0);
    for (Term term : terms) {
      float weight = (float) term.weight();
      term.objective().evaluate(values, own);
      Vectors.addScaled(losses, weight, own, 0, count);
      for (Tap tap : term.objective().taps()) {
        float[] gradient = values.gradient(tap);
        int length = count * values.size(tap);
        Vectors.scale(gradient, weight, 0, length);
        if (shared(tap)) {
          // Terms write where others wrote, so each one's part is put aside and added at the end.
          before
              .computeIfAbsent(tap, any -> new ArrayList<>())
              .add(Arrays.copyOf(gradient, length));
          Arrays.fill(gradient, 0, length, 0);
        }
      }
    }
    before.forEach(
        (tap, parts) ->
            parts.forEach(
                part -> Vectors.addScaled(values.gradient(tap), 1, part, 0, part.length)));
  }

  private boolean shared(Tap tap) {
    return terms.stream().filter(term -> term.objective().taps().contains(tap)).count() > 1;
  }
}
