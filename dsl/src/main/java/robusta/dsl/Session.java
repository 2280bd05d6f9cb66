package robusta.dsl;

import groovy.lang.Closure;
import groovy.transform.NamedParam;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import robusta.data.Dataset;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;

/**
 * The verbs of the language, for scripts and for Java. Sentences that are lazy are bound to the
 * network in use and the seed when they are written.
 *
 * <pre>{@code
 * Session session = new Session(new Workbench());
 * Network robust = session.model(Map.of("data", data), "resnet18");
 * robust.train(Map.of("eps", 0.5, "steps", 7));
 * session.using(robust);
 * Images images = session.invert(target).steps(200).get().images();
 * }</pre>
 *
 * <p>What each verb and option means is said by {@link #help}; {@link Vocabulary} holds it.
 */
public final class Session implements DataSession, SynthesisSession, DisplaySession {
  private final Workbench bench;

  public Session(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public Workbench workbench() {
    return bench;
  }

  /** Begins an inversion; see {@code help invert}. */
  public InvertSentence invert(
      @NamedParam(value = "from", type = Object.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "snapshots", type = Object.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object targets) {
    if (options.get("within") instanceof Collection<?>) {
      throw new RobustaException(
          "several radii are written behind invert, as in invert(targets).within(0.5, 1, 2)");
    }
    return new InvertSentence(
        bound(RepresentationVerbs.INVERT, options), Pictures.require("invert", targets));
  }

  /** Begins an inversion with the defaults. */
  public InvertSentence invert(Object targets) {
    return invert(Map.of(), targets);
  }

  /** Begins a search for pairs with the same representation; see {@code help pairs}. */
  public PairsSentence pairs(
      @NamedParam(value = "from", type = Object.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object images) {
    return new PairsSentence(
        bound(RepresentationVerbs.PAIRS, options), Pictures.require("pairs", images));
  }

  /** Begins a search for pairs with the defaults. */
  public PairsSentence pairs(Object images) {
    return pairs(Map.of(), images);
  }

  /** Begins an interpolation; see {@code help interpolate}. */
  public InterpolateSentence interpolate(
      @NamedParam(value = "frames", type = Integer.class)
          @NamedParam(value = "judge", type = Network.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object a,
      Object b) {
    return new InterpolateSentence(
        bound(RepresentationVerbs.INTERPOLATE, options),
        Pictures.require("interpolate", a),
        Pictures.require("interpolate", b));
  }

  /** Begins an interpolation with the defaults. */
  public InterpolateSentence interpolate(Object a, Object b) {
    return interpolate(Map.of(), a, b);
  }

  /** Begins a feature visualisation; see {@code help visualize}. */
  public VisualizeSentence visualize(
      @NamedParam(value = "feature", type = Object.class)
          @NamedParam(value = "from", type = Object.class)
          @NamedParam(value = "within", type = Double.class)
          @NamedParam(value = "jitter", type = Integer.class)
          @NamedParam(value = "rotate", type = Double.class)
          @NamedParam(value = "over", type = String.class)
          @NamedParam(value = "blur", type = Double.class)
          @NamedParam(value = "bilateral", type = Object.class)
          @NamedParam(value = "filterEvery", type = Integer.class)
          @NamedParam(value = "blurGradient", type = Double.class)
          @NamedParam(value = "totalVariation", type = Double.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options) {
    return new VisualizeSentence(bound(RepresentationVerbs.VISUALIZE, options));
  }

  /** Begins adding a feature to images; see {@code help add}. */
  public AddSentence add(
      @NamedParam(value = "feature", type = Object.class)
          @NamedParam(value = "to", type = Object.class)
          @NamedParam(value = "snapshots", type = Object.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options) {
    return new AddSentence(bound(RepresentationVerbs.ADD, options));
  }

  /** Begins a search for the images where features are largest. */
  public ActivatingSentence topActivating(
      @NamedParam(value = "in", type = Dataset.class)
          @NamedParam(value = "count", type = Integer.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "beside", type = VisualizeSentence.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options,
      int... features) {
    return new ActivatingSentence(bound(RepresentationVerbs.TOP, options), false, features);
  }

  /** Begins a search for the images where features are largest. */
  public ActivatingSentence topActivating(int... features) {
    return topActivating(Map.of(), features);
  }

  /** Begins a search for the images where features are largest; see {@code help topActivating}. */
  public ActivatingSentence topActivating(Map<String, ?> options, Collection<Integer> features) {
    return topActivating(options, indices("topActivating", features));
  }

  /**
   * Begins a search for the images where features are largest, as in {@code topActivating(0..9)}.
   */
  public ActivatingSentence topActivating(Collection<Integer> features) {
    return topActivating(Map.of(), features);
  }

  /** Begins a search for the images where features are smallest. */
  public ActivatingSentence leastActivating(
      @NamedParam(value = "in", type = Dataset.class)
          @NamedParam(value = "count", type = Integer.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "beside", type = VisualizeSentence.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options,
      int... features) {
    return new ActivatingSentence(bound(RepresentationVerbs.LEAST, options), true, features);
  }

  /** Begins a search for the images where features are smallest. */
  public ActivatingSentence leastActivating(int... features) {
    return leastActivating(Map.of(), features);
  }

  /**
   * Begins a search for the images where features are smallest; see {@code help leastActivating}.
   */
  public ActivatingSentence leastActivating(Map<String, ?> options, Collection<Integer> features) {
    return leastActivating(options, indices("leastActivating", features));
  }

  /**
   * Begins a search for the images where features are smallest, as in {@code
   * leastActivating(0..9)}.
   */
  public ActivatingSentence leastActivating(Collection<Integer> features) {
    return leastActivating(Map.of(), features);
  }

  /** Begins an attack; see {@code help attack}. */
  public AttackSentence attack(
      @NamedParam(value = "eps", type = Object.class)
          @NamedParam(value = "norm", type = String.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "targeting", type = Object.class)
          @NamedParam(value = "restarts", type = Integer.class)
          @NamedParam(value = "randomStart", type = Boolean.class)
          @NamedParam(value = "best", type = Boolean.class)
          @NamedParam(value = "over", type = String.class)
          @NamedParam(value = "loss", type = Closure.class)
          @NamedParam(value = "minimize", type = Boolean.class)
          @NamedParam(value = "with", type = Network.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options,
      Object images) {
    return new AttackSentence(bound(Verbs.ATTACK, options), Pictures.require("attack", images));
  }

  /** Begins an attack with the defaults. */
  public AttackSentence attack(Object images) {
    return attack(Map.of(), images);
  }

  /** Begins a comparison of networks; see {@code help compare}. */
  public CompareSentence compare(
      @NamedParam(value = "on", type = Dataset.class)
          @NamedParam(value = "eps", type = List.class)
          @NamedParam(value = "norm", type = String.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "restarts", type = Integer.class)
          @NamedParam(value = "first", type = Integer.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options,
      Network... networks) {
    if (networks.length == 0) {
      throw new RobustaException("compare needs networks; for example: " + Verbs.COMPARE.example());
    }
    return new CompareSentence(bound(Verbs.COMPARE, options), List.of(networks));
  }

  /** Begins a comparison of networks with the defaults. */
  public CompareSentence compare(Network... networks) {
    return compare(Map.of(), networks);
  }

  /** Puts several networks' results of one kind side by side. */
  public SideBySideSentence sideBySide(Sentence<?, ?>... sentences) {
    if (sentences.length == 0) {
      throw new RobustaException("sideBySide needs sentences; help sideBySide tells more");
    }
    return new SideBySideSentence(
        bound(RepresentationVerbs.SIDE_BY_SIDE, Map.of()), List.of(sentences));
  }

  /** Makes it the network that later sentences work on. */
  public Network using(Network network) {
    bench.use(network);
    return network;
  }

  /** Decides every random number of later sentences. */
  public void seed(long number) {
    bench.seed(number);
  }

  /** Runs a closure once for every combination of options; see {@code help sweep}. */
  public Table sweep(
      @NamedParam(value = "file", type = String.class) Map<String, ?> options, Closure<?> body) {
    return Sweep.over(bench, options).run(body);
  }

  /** Runs a closure beside what follows; see {@code help background}. */
  public Background background(Closure<?> work) {
    return bench.backgrounds().start(work, bench.current());
  }

  /** Asks for a line; null where there is no more. */
  public String readLine(
      @NamedParam(value = "password", type = Boolean.class) Map<String, ?> options, String prompt) {
    return bench.asking().ask(prompt, Verbs.READ_LINE.check(options).flag("password", false));
  }

  /** Asks for a line; null where there is no more. */
  public String readLine(String prompt) {
    return readLine(Map.of(), prompt);
  }

  /** Asks for a line, saying nothing. */
  public String readLine() {
    return readLine("");
  }

  /** Shows what there is, or what a verb does. */
  public void help() {
    bench.display().text(Help.overview());
  }

  /** Shows what a verb does: {@code help invert} or {@code help 'invert'}. */
  public void help(Object verb) {
    bench.display().text(Help.of(verb instanceof Verb known ? known.name() : verb.toString()));
  }

  /** What a word without quotes stands for, when it is no variable; null for nothing. */
  Object constant(String name) {
    if (Vocabulary.constants().contains(name)) {
      return name;
    }
    return switch (name) {
      case "PI" -> Math.PI;
      case "E" -> Math.E;
      default -> Vocabulary.named(name);
    };
  }

  private Sentence.Bound bound(Verb verb, Map<String, ?> options) {
    return Sentence.Bound.now(bench, verb, options);
  }

  private static int[] indices(String verb, Collection<Integer> features) {
    if (!(Kind.indices().convert(features) instanceof int[] indices)) {
      throw new RobustaException(
          "%s takes %s, not %s".formatted(verb, Kind.indices().words(), Kind.show(features)));
    }
    return indices;
  }
}
