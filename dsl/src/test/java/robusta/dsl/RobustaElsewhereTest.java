package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.GroovyShell;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import jupyter.Displayers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void anotherExtensionModuleMayComeFirst(@TempDir Path folder) throws Exception {
    Path theirs = folder.resolve("META-INF/groovy/org.codehaus.groovy.runtime.ExtensionModule");
    Files.createDirectories(theirs.getParent());
    Files.writeString(theirs, "moduleName=theirs\n");
    ClassLoader ours = Robusta.class.getClassLoader();
    ClassLoader kernel =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, null) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> all = Collections.list(super.getResources(name));
            all.addAll(Collections.list(ours.getResources(name)));
            return Collections.enumeration(all);
          }
        };
    assertTrue(
        Robusta.module(kernel).getProperty("extensionClasses").contains(LossWords.class.getName()));
  }
}
