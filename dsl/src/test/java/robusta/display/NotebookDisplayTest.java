package robusta.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;

class NotebookDisplayTest {
  @TempDir Path folder;
  private final Recorded output = new Recorded();
  private final NotebookDisplay display = new NotebookDisplay(() -> output);

  @Test
  void whatIsShownCanBeReplacedWhereItStands() {
    Shown first = display.show(Rendering.text("one"), folder);
    display.show(Rendering.text("two"), folder);
    first.update(Rendering.text("three"));
    assertEquals(List.of("three", "two"), output.plain());
    assertEquals(List.of("display", "display", "update"), output.calls);
  }

  @Test
  void textGoesToTheStream() {
    display.text("saved it\n");
    assertEquals("saved it\n", output.text.toString());
  }

  @Test
  void nothingIsSentOfWhatIsHiddenUntilItIsSomething() {
    Shown shown = display.show(OutputCell.HIDDEN, folder);
    assertEquals(List.of(), output.calls);
    shown.update(Rendering.text("now"));
    assertEquals(List.of("now"), output.plain());
    assertEquals(Optional.empty(), display.result(null));
  }

  @Test
  void theNotebookHasTheScriptOfItsChartsOnce() {
    display.begin("a");
    display.show(FigureLook.of(Samples.chart("one")), folder);
    Rendering second = display.result(Samples.chart("two")).orElseThrow();
    assertTrue(output.last().data().get(Rendering.HTML).toString().length() > 1_000_000);
    assertTrue(second.data().get(Rendering.HTML).toString().length() < 1_000_000);
    display.begin("a");
    Rendering again = display.result(Samples.chart("one")).orElseThrow();
    assertTrue(again.data().get(Rendering.HTML).toString().length() > 1_000_000);
  }

  @Test
  void noChartReliesOnOneOfTheBackground() {
    display.begin("a");
    NotebookDisplay left = display.in(output);
    display.end();
    for (int i = 0; i < 2; i++) {
      left.show(FigureLook.of(Samples.chart("one")), folder);
      assertTrue(output.last().data().get(Rendering.HTML).toString().length() > 1_000_000);
    }
    display.begin("b");
    display.in(output).show(FigureLook.of(Samples.chart("two")), folder);
    assertTrue(output.last().data().get(Rendering.HTML).toString().length() > 1_000_000);
    left.show(FigureLook.of(Samples.chart("three")), folder);
    assertTrue(output.last().data().get(Rendering.HTML).toString().length() < 1_000_000);
  }

  @Test
  void aTerminalSavesPictures() {
    List<String> lines = new ArrayList<>();
    TextDisplay text = new TextDisplay(lines::add);
    Path file = folder.resolve("chart.png");
    Shown shown = text.show(FigureLook.of(Samples.chart("Loss")), file);
    assertTrue(Files.exists(file));
    assertTrue(lines.get(0).endsWith(file.toString()), lines.toString());
    shown.update(Rendering.text("more"));
    assertEquals("more", lines.get(1));
    assertFalse(text.live());
  }

  @Test
  void mediaAreWhatTheySay() throws IOException {
    assertEquals("bold & more", Media.html("<b>bold</b> & more").plain());
    Path svg = Files.writeString(folder.resolve("a.svg"), "<?xml version='1.0'?><svg/>");
    assertTrue(Media.image(svg).data().containsKey(Rendering.SVG));
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0};
    assertEquals("/9j/AA==", Media.image(jpeg, "bytes").data().get(Rendering.JPEG));
    RobustaException missing =
        assertThrows(RobustaException.class, () -> Media.image(folder.resolve("no.png")));
    assertTrue(missing.getMessage().startsWith("there is no image"));
    RobustaException other =
        assertThrows(
            RobustaException.class,
            () -> Media.image("plain".getBytes(StandardCharsets.UTF_8), "note.txt"));
    assertEquals("note.txt is no PNG, JPEG, GIF or SVG image", other.getMessage());
  }
}
