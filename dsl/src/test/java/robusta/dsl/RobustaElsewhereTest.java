package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.GroovyShell;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jupyter.Displayers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.attack.AttackResult;
import robusta.figure.Report;

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
  void aBackgroundRunNeedsNoCellOfOurs() {
    cells.evaluate("robusta.dsl.Robusta.into(this); null");
    assertEquals(42, cells.evaluate("run = background { 6 * 7 }\nrun.result"));
    assertTrue(Displayers.display(cells.evaluate("run")).get("text/html").contains("background 1"));
  }

  @Test
  void whateverHasALookIsPublishedButNotWhatEveryGroovyShows() {
    Robusta.into(cells.getContext());
    assertTrue(
        Appearance.types()
            .containsAll(
                List.of(Sentence.class, Background.class, Report.class, AttackResult.class)));
    assertFalse(Appearance.types().contains(Map.class));
    assertEquals(Map.of("text/plain", "[1, 2]"), Displayers.display(List.of(1, 2)));
  }

  @Test
  void anotherModulesFileAboveDoesNotHideOurs(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("META-INF/groovy/org.codehaus.groovy.runtime.ExtensionModule");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "moduleName=other\n");
    URL here = Robusta.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader above = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
        URLClassLoader loader = new URLClassLoader(new URL[] {here}, above)) {
      assertEquals("robusta", Robusta.properties(loader).getProperty("moduleName"));
    }
  }
}
