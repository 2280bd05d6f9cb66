package robusta.kernel.cell;

import robusta.display.Output;
import robusta.display.Rendering;

/** Where nothing is to be seen, such as of code that a client runs silently. */
public final class Silence implements Output {
  @Override
  public void stream(Stream stream, String text) {}

  @Override
  public void display(Rendering rendering, String id) {}

  @Override
  public void update(Rendering rendering, String id) {}

  @Override
  public void clear(boolean wait) {}
}
