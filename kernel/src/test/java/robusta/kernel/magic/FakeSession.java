package robusta.kernel.magic;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.run.CancelledException;

/** A session of plain Groovy, and what is shown in it, by several threads. */
@SuppressWarnings("JdkObsolete")
final class FakeSession implements MagicContext, Output {
  final GroovyShell shell = new GroovyShell(FakeSession.class.getClassLoader(), new Binding());
  final List<String> evaluated = new ArrayList<>();
  final List<URL> places = new ArrayList<>();
  final List<Rendering> displayed = new ArrayList<>();
  final StringBuffer out = new StringBuffer();
  final StringBuffer err = new StringBuffer();
  volatile boolean stopped;

  private final Magics magics = new Magics();

  /** Runs a cell as an evaluator does. */
  Object run(String cell) {
    MagicCell parsed = MagicCell.parse(cell);
    Object value = magics.run(parsed, this);
    return parsed.code().isPresent() ? evaluate(parsed.code().get()) : value;
  }

  @Override
  public Object evaluate(String code) {
    evaluated.add(code);
    return shell.evaluate(code);
  }

  @Override
  public void addToClassPath(URL place) {
    places.add(place);
    shell.getClassLoader().addURL(place);
  }

  @Override
  public List<URL> classPath() {
    return places;
  }

  @Override
  public Output output() {
    return this;
  }

  @Override
  public void checkStopped() {
    if (stopped) {
      throw new CancelledException();
    }
  }

  @Override
  public void stream(Stream stream, String text) {
    (stream == Stream.STDOUT ? out : err).append(text);
  }

  @Override
  public void display(Rendering rendering, String id) {
    displayed.add(rendering);
  }

  @Override
  public void update(Rendering rendering, String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear(boolean wait) {
    throw new UnsupportedOperationException();
  }
}
