package robusta.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import robusta.data.Dataset;
import robusta.data.Patterns;
import robusta.display.Grid;
import robusta.display.Media;
import robusta.display.Rendering;
import robusta.display.Tabs;
import robusta.model.Model;
import robusta.represent.Starts;
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
public final class Session implements DataSession, SynthesisSession {
  private final Workbench bench;
  private final Showing showing;

  public Session(Workbench bench) {
    this.bench = bench;
    this.showing = new Showing(bench);
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
    return new InvertSentence(bound(Verbs.INVERT, options), Pictures.require("invert", targets));
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
    return new PairsSentence(bound(Verbs.PAIRS, options), Pictures.require("pairs", images));
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
        bound(Verbs.INTERPOLATE, options),
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
    return new VisualizeSentence(bound(Verbs.VISUALIZE, options));
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
    return new AddSentence(bound(Verbs.ADD, options));
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
    return new ActivatingSentence(bound(Verbs.TOP, options), false, features);
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
    return new ActivatingSentence(bound(Verbs.LEAST, options), true, features);
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

  /** Images of noise in the size of the network in use. */
  public Pictures noise(
      @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "with", type = Network.class)
          Map<String, ?> options,
      int count) {
    Arguments given = Verbs.NOISE.check(options);
    Model size = sized(given);
    return Pictures.of(
        Starts.noise(
            bench.context(given.integer("seed", bench.seed())),
            DataWords.atLeastOne("noise", count),
            size.channels(),
            size.height(),
            size.width()),
        "noise");
  }

  /** Images of noise in the size of the network in use. */
  public Pictures noise(int count) {
    return noise(Map.of(), count);
  }

  /** Images of mid-grey in the size of the network in use. */
  public Pictures gray(
      @NamedParam(value = "with", type = Network.class) Map<String, ?> options, int count) {
    Model size = sized(Verbs.GRAY.check(options));
    return Pictures.of(
        Starts.gray(
            DataWords.atLeastOne("gray", count), size.channels(), size.height(), size.width()),
        "gray");
  }

  /** Images of mid-grey in the size of the network in use. */
  public Pictures gray(int count) {
    return gray(Map.of(), count);
  }

  /** Pictures that are no photographs in the size of the network in use; see {@link Patterns}. */
  public Pictures patterns(
      @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "with", type = Network.class)
          Map<String, ?> options,
      int count) {
    Arguments given = Verbs.PATTERNS.check(options);
    Model size = sized(given);
    return Pictures.of(
        Patterns.of(
            bench.context(given.integer("seed", bench.seed())).random("patterns", 0),
            DataWords.atLeastOne("patterns", count),
            size.channels(),
            size.height(),
            size.width()),
        "patterns");
  }

  /** Pictures that are no photographs in the size of the network in use. */
  public Pictures patterns(int count) {
    return patterns(Map.of(), count);
  }

  /** The network whose image size a word uses. */
  private Model sized(Arguments given) {
    return given.get("with").map(Network.class::cast).orElseGet(this::inUse).model();
  }

  /** Puts several networks' results of one kind side by side. */
  public SideBySideSentence sideBySide(Sentence<?, ?>... sentences) {
    if (sentences.length == 0) {
      throw new RobustaException("sideBySide needs sentences; help sideBySide tells more");
    }
    return new SideBySideSentence(bound(Verbs.SIDE_BY_SIDE, Map.of()), List.of(sentences));
  }

  /** Shows values: a table as a table, a sentence or images as a figure. */
  public void show(Object... values) {
    for (Object value : values) {
      showing.show(value);
    }
  }

  /**
   * Shows a value and gives a handle, whose {@code update} shows another one in its place.
   *
   * @return the handle
   */
  public Handle display(Object value) {
    return new Handle(showing.place(value));
  }

  /** Takes away what the cell has shown so far. */
  public void clearOutput() {
    clearOutput(Map.of());
  }

  /** Takes away what the cell has shown so far. */
  public void clearOutput(
      @NamedParam(value = "wait", type = Boolean.class) Map<String, ?> options) {
    bench.display().clear(DisplayVerbs.CLEAR.check(options).flag("wait", false));
  }

  /** A text that is shown as HTML. */
  public Rendering html(String text) {
    return Media.html(text);
  }

  /** A text that is shown as Markdown. */
  public Rendering markdown(String text) {
    return Media.markdown(text);
  }

  /** A text that is shown as LaTeX. */
  public Rendering latex(String text) {
    return Media.latex(text);
  }

  /** A text that is shown as the SVG image it describes. */
  public Rendering svg(String text) {
    return Media.svg(text);
  }

  /** An image as it is, from a file or from bytes; {@link #images} reads those for networks. */
  public Rendering image(Object source) {
    return source instanceof byte[] bytes
        ? Media.image(bytes, "this")
        : Media.image(bench.find(path("image", source)));
  }

  /** Values under tabs, named by the arguments. */
  public Tabs tabs(Map<String, ?> values) {
    if (values.isEmpty()) {
      throw new RobustaException(
          "tabs needs named values, as in tabs(loss: chart, numbers: table)");
    }
    return new Tabs(new LinkedHashMap<>(values));
  }

  /** Values side by side, row by row. */
  public Grid grid(
      @NamedParam(value = "columns", type = Integer.class) Map<String, ?> options,
      Object... values) {
    if (values.length == 0) {
      throw new RobustaException("grid needs values, as in grid(columns: 2, a, b, c)");
    }
    return new Grid(DisplayVerbs.GRID.check(options).count("columns", 2), Arrays.asList(values));
  }

  /** Values side by side, two in a row. */
  public Grid grid(Object... values) {
    return grid(Map.of(), values);
  }

  /**
   * Saves a value in the format that the file's name asks for.
   *
   * @return the path
   */
  public Path save(Object value, Object file) {
    return showing.save(value, path("save", file));
  }

  /** Begins a report, which {@code save} writes. */
  public ReportPage report(String title) {
    return new ReportPage(bench, title);
  }

  /**
   * Writes a report of what the closure tells, and says where.
   *
   * @return the path
   */
  public Path report(
      @NamedParam(value = "file", type = String.class) Map<String, ?> options,
      String title,
      @DelegatesTo(value = ReportPage.class, strategy = Closure.DELEGATE_FIRST) Closure<?> body) {
    Arguments given = Verbs.REPORT.check(options);
    ReportPage page = report(title);
    Closure<?> own = (Closure<?>) body.clone();
    own.setDelegate(page);
    own.setResolveStrategy(Closure.DELEGATE_FIRST);
    own.call();
    return showing.save(page, given.path("file").orElse(Path.of("report.html")));
  }

  /** Writes a report to {@code report.html}. */
  public Path report(
      String title,
      @DelegatesTo(value = ReportPage.class, strategy = Closure.DELEGATE_FIRST) Closure<?> body) {
    return report(Map.of(), title, body);
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

  private Network inUse() {
    Network network = bench.network();
    if (network == null) {
      throw new RobustaException("no network is in use yet; write 'using network' before it");
    }
    return network;
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

  private static Path path(String verb, Object file) {
    Object path = Kind.path().convert(file);
    if (path == null) {
      throw new RobustaException(verb + " needs a file name, not " + Kind.show(file));
    }
    return (Path) path;
  }
}
