package robusta.dsl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import robusta.display.Display;
import robusta.display.TextDisplay;
import robusta.engine.Engine;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.Progress;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * What the sentences of one session share: the engine, the seed, the network in use, where progress
 * and results are shown and where files go. A front end sets it up once:
 *
 * <pre>{@code
 * Workbench bench = new Workbench().progress(bar).display(terminal).folder(Path.of("runs/study"));
 * }</pre>
 */
public final class Workbench {
  private Supplier<Engine> engines = OneDnnEngine::instance;
  private Engine engine;
  private Progress progress = Progress.NONE;
  private Display display = new TextDisplay(System.out);
  private Path folder;
  private Path scriptFolder = Path.of("runs", "session");
  private volatile long seed;
  private volatile Network network;
  private Asking asking = Asking.TERMINAL;
  private final Backgrounds backgrounds = new Backgrounds();
  private final Catalog catalog = new Catalog(this);
  private final Showing showing = new Showing(this);
  private volatile Turn latest = turn();

  /** What computes; the oneDNN engine unless given. It is asked for at the first computation. */
  public Workbench engine(Supplier<Engine> choice) {
    engines = choice;
    return this;
  }

  /** Where progress is reported; nowhere unless given. */
  public Workbench progress(Progress choice) {
    progress = choice;
    latest = turn();
    return this;
  }

  /** Where results are shown; standard output, as text, unless given. */
  public Workbench display(Display choice) {
    display = choice;
    latest = turn();
    return this;
  }

  /** Where lines that {@code readLine} asks for come from; standard input unless given. */
  public Workbench asking(Asking choice) {
    asking = choice;
    latest = turn();
    return this;
  }

  /** Where relative file names of {@code save} and {@code report} lead. */
  public Workbench folder(Path choice) {
    folder = choice;
    return this;
  }

  /** The seed of the sentences that are written from now on; 0 unless given. */
  public Workbench seed(long number) {
    seed = number;
    return this;
  }

  /** What computes. */
  public synchronized Engine engine() {
    if (engine == null) {
      engine = engines.get();
    }
    return engine;
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** Where results of the calling thread's turn are shown. */
  public Display display() {
    return current().display();
  }

  /** Where lines come from. */
  Asking asking() {
    return current().asking();
  }

  /** The things of the core by name. */
  Catalog catalog() {
    return catalog;
  }

  /** What shows and saves. */
  Showing showing() {
    return showing;
  }

  /** What runs in the background. */
  Backgrounds backgrounds() {
    return backgrounds;
  }

  /** Where files go. */
  public Path folder() {
    return folder == null ? scriptFolder : folder;
  }

  /** The network in use; null before the first {@code using} or {@code model}. */
  public Network network() {
    return network;
  }

  /**
   * The network that an option {@code with} names, else the one in use; null where there is none.
   */
  Network network(Arguments given) {
    return given.get("with").map(Network.class::cast).orElse(network);
  }

  /** The model whose image size a word such as {@code noise} uses. */
  Model sized(Arguments given) {
    Network chosen = network(given);
    if (chosen == null) {
      throw new RobustaException("no network is in use yet; write 'using network' before it");
    }
    return chosen.model();
  }

  void use(Network choice) {
    network = choice;
  }

  /** The context of a computation that begins now. */
  RunContext context(long seedOfSentence) {
    Turn turn = current();
    return new RunContext(seedOfSentence, turn.progress(), turn.cancellation());
  }

  RunContext context() {
    return context(seed);
  }

  /** A file that a script named: absolute as it is, else in the folder. */
  Path resolve(Path file) {
    return folder().resolve(file);
  }

  /** A file that a script reads: where the script saves, if it is there, else where it says. */
  Path find(Path file) {
    Path saved = resolve(file);
    return Files.exists(saved) ? saved : file;
  }

  /** A turn that shows what it does where this workbench does. */
  Turn turn() {
    return turn(progress, display, asking);
  }

  /** A turn that shows what it does elsewhere, as a notebook's cell does. */
  public Turn turn(Progress where, Display shown, Asking asked) {
    return new Turn(this, where, shown, asked);
  }

  /** Makes it the turn that {@link #cancel} stops. */
  void begin(Turn turn) {
    latest = turn;
  }

  /** The turn of the calling thread; the latest one where the thread has none. */
  Turn current() {
    Turn turn = Turn.current();
    return turn != null && turn.bench() == this ? turn : latest;
  }

  /** How long the evaluation has taken. */
  Duration elapsed() {
    return current().elapsed();
  }

  /** Asks what runs now to stop; what runs in the background goes on. */
  public void cancel() {
    latest.cancel();
  }

  /** Takes --out and --seed from a script's arguments and names its folder; gives the others. */
  List<String> take(List<String> arguments, String script) {
    scriptFolder = Path.of("runs", script);
    List<String> others = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String name = argument.replaceFirst("=.*", "");
      if (!name.equals("--out") && !name.equals("--seed")) {
        others.add(argument);
        continue;
      }
      String value = null;
      if (argument.contains("=")) {
        value = argument.substring(argument.indexOf('=') + 1);
      } else if (i + 1 < arguments.size()) {
        value = arguments.get(++i);
      }
      if (value == null || value.isEmpty()) {
        throw new RobustaException(name + " needs a value, as in " + name + "=7");
      }
      if (name.equals("--out")) {
        folder = Path.of(value);
      } else {
        seed = number(value);
      }
    }
    return others;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RobustaException("--seed must be a whole number, not '" + text + "'", e);
    }
  }
}
