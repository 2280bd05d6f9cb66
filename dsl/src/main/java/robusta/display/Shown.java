package robusta.display;

/** Something that a {@link Display} showed. */
@FunctionalInterface
public interface Shown {

  /** Puts this in its place; below it where nothing can be replaced. */
  void update(Rendering rendering);
}
