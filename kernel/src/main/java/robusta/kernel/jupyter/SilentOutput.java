package robusta.kernel.jupyter;

import robusta.display.Output;
import robusta.display.Rendering;

/** Shows nothing: a client that runs code silently wants its reply alone. */
final class SilentOutput implements Output {
  @Override
  public void stream(Stream stream, String text) {}

  @Override
  public void display(Rendering rendering, String id) {}

  @Override
  public void update(Rendering rendering, String id) {}

  @Override
  public void clear(boolean wait) {}
}
