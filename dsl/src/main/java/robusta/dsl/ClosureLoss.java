package robusta.dsl;

import groovy.lang.Closure;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import robusta.attack.GraphLoss;
import robusta.attack.Objective;
import robusta.engine.Tap;
import robusta.run.RobustaException;

/**
 * A loss that a script wrote as a closure over SameDiff variables, such as {@code { logits, rep,
 * target -> (logits * target).sum(1) }}. The closure's parameters say by their names what it reads:
 *
 * <ul>
 *   <li>{@code logits}: [n, classes];
 *   <li>{@code rep} or {@code representation}: [n, D];
 *   <li>{@code input} or {@code image}: the pixels, [n, C*H*W];
 *   <li>{@code target}: [n, classes], 1 at the class of {@code targeting}, else at the label;
 *   <li>anything else: the output of the layer of that name.
 * </ul>
 *
 * <p>It gives one loss per image, of shape [n]. Its delegate is the SameDiff graph, so that {@code
 * math()} and {@code nn()} are at hand.
 */
final class ClosureLoss {
  private static final String TARGET = "target";
  private final Closure<?> closure;

  ClosureLoss(Closure<?> closure) {
    this.closure = closure;
  }

  /**
   * The objective.
   *
   * @param classes how many
   * @param targets the class of each image; empty when there is none to aim at or away from
   */
  Objective objective(int classes, int... targets) {
    List<String> names = names();
    Set<Tap> taps = new LinkedHashSet<>();
    for (String name : names) {
      if (!name.equals(TARGET)) {
        taps.add(tap(name));
      }
    }
    Map<String, INDArray> data = new LinkedHashMap<>();
    if (names.contains(TARGET)) {
      if (targets.length == 0) {
        throw new RobustaException(
            "the loss reads target, but the images have no labels and nothing is targeted;"
                + " add .targeting(class)");
      }
      float[][] oneHot = new float[targets.length][classes];
      for (int i = 0; i < targets.length; i++) {
        oneHot[i][targets[i]] = 1;
      }
      data.put(TARGET, Nd4j.createFromArray(oneHot));
    }
    return Objective.custom(taps, data, false, (graph, variables) -> call(graph, names, variables));
  }

  private SDVariable call(SameDiff graph, List<String> names, Map<String, SDVariable> variables) {
    Object[] arguments =
        names.stream()
            .map(name -> variables.get(name.equals(TARGET) ? TARGET : GraphLoss.nameOf(tap(name))))
            .toArray();
    Closure<?> own = (Closure<?>) closure.clone();
    own.setDelegate(graph);
    Object loss = own.call(arguments);
    if (loss instanceof SDVariable variable) {
      return variable;
    }
    throw new RobustaException(
        "the loss must be a SameDiff variable with one value per image, such as"
            + " (logits * target).sum(1), not "
            + Kind.show(loss));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (Method method : closure.getClass().getMethods()) {
      if (method.getName().equals("doCall") && method.getParameterCount() >= names.size()) {
        names.clear();
        for (Parameter parameter : method.getParameters()) {
          names.add(parameter.isNamePresent() ? parameter.getName() : "");
        }
      }
    }
    if (names.isEmpty() || names.contains("") || names.equals(List.of("it"))) {
      throw new RobustaException(
          "the loss must name what it reads, as in .loss { logits, target -> ... }");
    }
    return names;
  }

  private static Tap tap(String name) {
    return switch (name) {
      case "logits" -> Tap.LOGITS;
      case "rep", "representation" -> Tap.REPRESENTATION;
      case "input", "image" -> Tap.INPUT;
      default -> new Tap(name);
    };
  }
}
