package robusta.dsl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import robusta.figure.Figure;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/**
 * A sentence that was written but has not run. It knows the network and the seed that were current
 * when it was written; it runs once, when it is shown or asked for a value, and keeps its result.
 *
 * <p>Immutable: every option gives another sentence, so one can be the beginning of several.
 *
 * @param <S> the sentence's own type
 * @param <R> what it gives
 */
public abstract class Sentence<S extends Sentence<S, R>, R> {

  /**
   * What a sentence was bound to when it was written.
   *
   * @param bench the workbench
   * @param network the network in use; null when none was
   * @param seed the seed
   * @param arguments the options so far
   */
  record Bound(Workbench bench, Network network, long seed, Arguments arguments) {

    /** Binds a new sentence to what is current; its options are checked here. */
    static Bound now(Workbench bench, Verb verb, Map<String, ?> options) {
      Arguments arguments = verb.check(new LinkedHashMap<>(options));
      return new Bound(bench, bench.network(), bench.seed(), arguments);
    }

    Bound with(String option, Object value) {
      return new Bound(bench, network, seed, arguments.with(option, value));
    }
  }

  private final Bound bound;
  private R result;

  Sentence(Bound bound) {
    this.bound = bound;
  }

  /** The same sentence with other options. */
  abstract S copy(Bound other);

  /** Does the work. */
  abstract R run(RunContext context);

  /** The same sentence with one more option, which is checked here. */
  final S set(String option, Object value) {
    return copy(bound.with(option, value));
  }

  /**
   * What the sentence gives; it runs at the first call. A result that was cut short by a request to
   * stop is given but not kept.
   *
   * @throws RobustaException if it can't
   */
  public final synchronized R get() {
    if (result != null) {
      return result;
    }
    RunContext context =
        bound
            .bench()
            .context(arguments().values().get("seed") instanceof Long own ? own : bound.seed());
    R reached = run(context);
    if (!context.cancellation().requested()) {
      result = reached;
    }
    return reached;
  }

  /** What it gives as a figure; it runs at the first call. */
  public abstract Figure getFigure();

  /** What it gives in numbers; it runs at the first call. */
  public abstract Table getTable();

  /**
   * What it comes to over all its examples: means with their standard deviations beside what would
   * have come out otherwise; the table where that says so already. It runs at the first call.
   */
  public Table getSummary() {
    return getTable();
  }

  /** What {@code show} shows of it. */
  Object shown() {
    return getFigure();
  }

  /** Whether it has run. */
  public final synchronized boolean isDone() {
    return result != null;
  }

  /** Another seed than the session's. */
  public S seed(long number) {
    return set("seed", number);
  }

  final Bound bound() {
    return bound;
  }

  final Arguments arguments() {
    return bound.arguments();
  }

  final Workbench bench() {
    return bound.bench();
  }

  /** The network that {@code with} names, else the one bound. */
  final Network network() {
    Optional<Object> given = arguments().get("with");
    Network network = given.map(Network.class::cast).orElse(bound.network());
    if (network == null) {
      throw new RobustaException(
          "%s needs a network; write 'using network' before it or .with(network) behind it"
              .formatted(arguments().verb().name()));
    }
    return network;
  }

  @Override
  public String toString() {
    return arguments().verb().name() + (isDone() ? "" : ", which has not run yet");
  }
}
