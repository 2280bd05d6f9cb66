package robusta.dsl;

import java.util.Map;
import robusta.figure.Figure;
import robusta.figure.SynthesisFigures;
import robusta.represent.Synthesis;
import robusta.represent.SynthesisResult;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/**
 * A sentence that makes images with a classifier: the tasks of {@link Synthesis}.
 *
 * @param <S> the sentence's own type
 */
public abstract class SynthesisSentence<S extends SynthesisSentence<S>>
    extends OptimizeSentence<S, SynthesisResult> {

  SynthesisSentence(Bound bound) {
    super(bound);
  }

  /** The task with its images. */
  abstract Synthesis synthesis(RunContext context);

  /** Where the images came from. */
  abstract String origin();

  /** How far in L2 an image may go from where it begins. */
  public S within(double radius) {
    return set("within", radius);
  }

  @Override
  SynthesisResult run(RunContext context) {
    Arguments given = arguments();
    Synthesis synthesis = configure(synthesis(context), origin());
    given.get("within").ifPresent(radius -> synthesis.within((Double) radius));
    if (given.verb().option("judge") != null) {
      given.get("judge").ifPresent(judge -> synthesis.judge(((Network) judge).model()));
    }
    if (given.verb().option("weight") != null) {
      given.get("weight").ifPresent(weight -> synthesis.weight((Double) weight));
    }
    return synthesis.run(context);
  }

  /** The labels of classes given by name or number. */
  int[] labels(Object classes) {
    return DataWords.classIndices(network().getClasses(), classes);
  }

  @Override
  public Pictures getImages() {
    return Pictures.of(get().images(), arguments().verb().name());
  }

  @Override
  public Figure getFigure() {
    return SynthesisFigures.of(Map.of(network().getName(), get()), network().getClasses());
  }

  /** One row per image. */
  @Override
  public Table getTable() {
    return SynthesisTables.each(network(), get());
  }

  @Override
  public Table getSummary() {
    return SynthesisTables.summary(network().getName(), get());
  }
}
