package robusta.display;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import robusta.run.CancelledException;

/**
 * How values look: for every class that something is known of, the one renderer that makes a {@link
 * Rendering} of its values. A value is shown by the renderer of its most specific class; of several
 * that are equally specific, by the one that was registered last.
 *
 * <pre>{@code
 * Renderers.register(Spectrum) { it.toTable() }          // shown as the table
 * Renderers.register(Molecule) { svg(it.drawing()) }
 * }</pre>
 *
 * <p>What one session registers holds in all of this Java.
 */
public final class Renderers {

  /** Values in each other's place, before something must be wrong. */
  private static final int MOST_STEPS = 20;

  private static final Map<Class<?>, Renderer> KNOWN = new LinkedHashMap<>();
  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  static {
    register(Rendering.class, Function.identity());
    Looks.register();
  }

  private Renderers() {}

  /** What is made of a value, and whether its failure is the caller's. */
  private record Renderer(Function<Object, ?> look, boolean working) {}

  /**
   * Decides how values of a class look, and those of its subclasses that nobody decided on.
   *
   * @param look gives a {@link Rendering}, or another value that is shown in its place; where it
   *     fails, the value is shown as text with the reason
   */
  @SuppressWarnings("unchecked")
  public static <T> void register(Class<T> type, Function<? super T, ?> look) {
    put(type, new Renderer((Function<Object, ?>) look, false));
  }

  /**
   * The same for values that work when they are shown, such as sentences that are lazy: a failure
   * of the work is thrown.
   */
  @SuppressWarnings("unchecked")
  public static <T> void registerWork(Class<T> type, Function<? super T, ?> work) {
    put(type, new Renderer((Function<Object, ?>) work, true));
  }

  private static void put(Class<?> type, Renderer renderer) {
    synchronized (KNOWN) {
      KNOWN.remove(type);
      KNOWN.put(type, renderer);
    }
  }

  /** The classes that something is known of, in the order in which they were registered. */
  public static List<Class<?>> types() {
    synchronized (KNOWN) {
      return List.copyOf(KNOWN.keySet());
    }
  }

  /**
   * How a value looks; empty for null and for what shows nothing.
   *
   * @throws robusta.run.RobustaException if the value has to work first, and fails
   * @throws CancelledException if it was asked to stop
   */
  public static Optional<Rendering> render(Object value) {
    int depth = DEPTH.get();
    if (value == null) {
      return Optional.empty();
    }
    if (depth >= MOST_STEPS) {
      return Optional.of(PlainText.of(value));
    }
    DEPTH.set(depth + 1);
    try {
      return step(value).filter(rendering -> !rendering.data().isEmpty());
    } finally {
      DEPTH.set(depth);
    }
  }

  private static Optional<Rendering> step(Object value) {
    if (value instanceof Rendering done) {
      return Optional.of(done);
    }
    Optional<Rendering> foreign = JvmRepr.ask(value);
    if (foreign.isPresent()) {
      return foreign;
    }
    Renderer renderer = find(value.getClass());
    if (renderer == null) {
      return Optional.of(PlainText.of(value));
    }
    if (renderer.working()) {
      return render(renderer.look().apply(value));
    }
    try {
      Object look = renderer.look().apply(value);
      return look == value ? Optional.of(PlainText.of(value)) : render(look);
    } catch (CancelledException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      return Optional.of(PlainText.of(value, e));
    }
  }

  private static Renderer find(Class<?> type) {
    Class<?> best = null;
    Renderer found = null;
    synchronized (KNOWN) {
      for (Map.Entry<Class<?>, Renderer> known : KNOWN.entrySet()) {
        Class<?> candidate = known.getKey();
        if (candidate.isAssignableFrom(type)
            && (best == null || !candidate.isAssignableFrom(best))) {
          best = candidate;
          found = known.getValue();
        }
      }
    }
    return found;
  }
}
