package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.GroovyShell;
import java.util.Map;
import jupyter.Displayers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The language in a Groovy that is not ours, as another kernel's cells are. */
class RobustaElsewhereTest {
  private final GroovyShell cells = new GroovyShell();

  @AfterEach
  void forget() {
    Displayers.clear();
  }

  @Test
  void oneLineMakesTheVerbsKnownToEveryCell() {
    cells.evaluate("robusta.dsl.Robusta.into(this); null");
    cells.evaluate("data = fashion(); net = model('smallcnn', data: data, width: 2)");
    Object sentence = cells.evaluate("using net\ninvert(data.test[0..1], steps: 1).seed(3)");
    assertTrue(sentence instanceof InvertSentence);
    assertEquals("Linf", cells.evaluate("Linf"));
    Map<String, String> inversion = Displayers.display(sentence);
    assertTrue(inversion.get("image/png").startsWith("iVBOR"), inversion.keySet().toString());
    assertTrue(Displayers.display(cells.evaluate("net")).get("text/html").contains("<table"));
    assertTrue(Displayers.display(cells.evaluate("models()")).get("text/html").contains("<table"));
    assertTrue(
        Displayers.display(cells.evaluate("html('<b>x</b>')")).get("text/html").equals("<b>x</b>"));
  }
}
