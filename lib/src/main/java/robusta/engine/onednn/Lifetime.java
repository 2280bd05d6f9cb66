package robusta.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;

/**
 * Native objects that are freed together. Without it they would be freed when Java's garbage
 * collector finds their wrappers, which may be never: wrappers are small, what they hold is not.
 */
final class Lifetime implements AutoCloseable {
  private final List<PointerScope> scopes = new ArrayList<>();

  /** Makes something; every native object made on the way lives until {@link #close}. */
  <T> T own(Supplier<T> maker) {
    PointerScope scope = new PointerScope();
    scopes.add(scope);
    scope.extend();
    try {
      return maker.get();
    } finally {
      scope.close();
    }
  }

  /** Does something; every native object made on the way lives until {@link #close}. */
  void own(Runnable work) {
    own(
        () -> {
          work.run();
          return null;
        });
  }

  @Override
  public void close() {
    scopes.forEach(PointerScope::deallocate);
    scopes.clear();
  }
}
