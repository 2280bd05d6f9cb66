package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.display.NotebookDisplay;
import robusta.display.Output;
import robusta.display.Renderers;
import robusta.display.Rendering;
import robusta.run.RobustaException;

/** The language where things are shown in place. */
class NotebookTest {
  @TempDir Path folder;
  private final Tiny tiny = new Tiny();
  private final Map<String, Rendering> seen = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<String> calls = new ArrayList<>();
  private final NotebookDisplay display =
      new NotebookDisplay(
          () ->
              new Output() {
                @Override
                public void stream(Stream stream, String text) {
                  calls.add(text);
                }

                @Override
                public void display(Rendering rendering, String id) {
                  calls.add("display");
                  seen.put(id, rendering);
                }

                @Override
                public void update(Rendering rendering, String id) {
                  calls.add("update");
                  seen.replace(id, rendering);
                }

                @Override
                public void clear(boolean wait) {
                  seen.clear();
                }
              });

  @BeforeEach
  void toNotebook() {
    tiny.bench.display(display).folder(folder);
  }

  private Object say(String cell) {
    return tiny.language.evaluate(cell);
  }

  private Rendering result(String cell) {
    return display.result(say(cell)).orElseThrow();
  }

  private List<Rendering> shown() {
    return List.copyOf(seen.values());
  }

  @Test
  void aSentenceRunsWhenItIsShown() {
    Sentence<?, ?> sentence = (Sentence<?, ?>) say("invert(data.test[0..1]).steps(1)");
    assertFalse(sentence.isDone());
    Rendering rendering = display.result(sentence).orElseThrow();
    assertTrue(sentence.isDone());
    assertTrue(rendering.data().containsKey(Rendering.PNG));
    assertTrue(result("compare(standard, robust).first(4)").plain().contains("clean"));
    assertThrows(
        RobustaException.class,
        () -> display.result(say("invert(data.test[0..1]).from(noise(3))")));
    assertThrows(
        RobustaException.class,
        () -> display.result(say("tabs(wrong: invert(data.test[0..1]).from(noise(3)))")));
  }

  @Test
  void everyValueOfTheLanguageLooksLikeSomething() {
    for (String rich :
        List.of("robust", "robust.model()", "data", "data.test", "models()", "[a: robust]")) {
      assertTrue(result(rich).data().containsKey(Rendering.HTML), rich);
    }
    assertEquals("3 images of 1x12x12 from tiny test 0-2", result("data.test[0..2]").plain());
    assertTrue(result("data.test[0..2]").data().containsKey(Rendering.PNG));
    assertTrue(result("robust").data().get(Rendering.HTML).toString().contains("DenseLayer"));
    assertTrue(result("report('title')").data().get(Rendering.HTML).toString().contains("iframe"));
  }

  @Test
  void aBackgroundRunThatIsShownIsFollowedToItsEnd() {
    say("go = new java.util.concurrent.CountDownLatch(1)\nrun = background { go.await(); 42 }");
    say("show run; display(run)");
    assertEquals(2, seen.size());
    shown().forEach(each -> assertTrue(each.plain().startsWith("background 1: running for ")));
    assertEquals(42, say("go.countDown(); run.result"));
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          while (!shown().stream()
              .allMatch(each -> each.plain().startsWith("background 1: done after "))) {
            Thread.sleep(10);
          }
        });
    say("show run");
    assertTrue(shown().get(2).plain().startsWith("background 1: done after "));
  }

  @Test
  void showShowsInPlaceAndSavesNothing() throws Exception {
    say("show data.test[0..1], 'text'");
    assertTrue(shown().get(0).data().containsKey(Rendering.PNG));
    assertEquals("text", shown().get(1).plain());
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aHandleReplacesWhatItShows() {
    assertTrue(
        display.result(say("live = display('nothing yet')")).isEmpty(),
        "a handle is shown already");
    say("live.update(html('<b>done</b>'))");
    assertEquals(List.of("display", "update"), calls);
    assertEquals("<b>done</b>", shown().get(0).data().get(Rendering.HTML));
  }

  @Test
  void textsOfAFormatAreShownInIt() {
    assertEquals("*a*", result("markdown('*a*')").data().get(Rendering.MARKDOWN));
    assertEquals("$x$", result("latex('$x$')").data().get(Rendering.LATEX));
    assertEquals("<svg/>", result("svg('<svg/>')").data().get(Rendering.SVG));
    say("save data.test[0], 'a.png'");
    assertTrue(result("image('a.png')").data().containsKey(Rendering.PNG));
    RobustaException e = assertThrows(RobustaException.class, () -> say("image('none.png')"));
    assertEquals("line 1: there is no image none.png", e.getMessage());
  }

  @Test
  void containersTakeValuesOfAnyKind() {
    String tabs =
        result("tabs(table: models(), images: data.test[0..1], run: invert(data.test[0]).steps(1))")
            .data()
            .get(Rendering.HTML)
            .toString();
    assertTrue(tabs.contains("<h4>images</h4><img"), "images under a tab");
    assertTrue(result("grid(columns: 3, 1, 2, robust)").data().containsKey(Rendering.HTML));
    assertEquals("1\n2", result("grid(1, 2)").plain());
    for (String wrong : List.of("grid()", "tabs([:])", "grid(columns: 0, 1)", "grid(rows: 1, 1)")) {
      assertThrows(RobustaException.class, () -> say(wrong), wrong);
    }
  }

  @Test
  void aTrainingShowsItsCurvesInOnePlace() {
    say("robust.train(epochs: 5, batch: 20, learningRate: 0.05)");
    assertEquals(1, seen.size());
    assertEquals("display", calls.get(0));
    assertTrue(calls.size() >= 2 && calls.stream().skip(1).allMatch("update"::equals));
    assertTrue(shown().get(0).data().get(Rendering.HTML).toString().contains("robusta-chart"));
  }

  @Test
  void usersDecideHowTheirClassesLook() {
    say("class Spectrum { int lines = 3 }; Renderers.register(Spectrum) { it.lines + ' lines' }");
    assertEquals("3 lines", result("class Other {}; new Spectrum()").plain());
    assertTrue(Renderers.render(say("OutputCell.HIDDEN")).isEmpty());
  }

  @Test
  void figuresAreSavedAsVectorsToo() throws Exception {
    say("save invert(data.test[0]).steps(1), 'i.svg'; save data.test[0], 'd.pdf'");
    assertTrue(Files.readString(folder.resolve("i.svg")).contains("<svg"));
    assertTrue(Files.size(folder.resolve("d.pdf")) > 500);
  }
}
