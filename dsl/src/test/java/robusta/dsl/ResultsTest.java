package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import robusta.data.Images;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;

/** Training, showing, saving, reporting. */
class ResultsTest {
  @TempDir Path folder;
  private final Tiny tiny = new Tiny();

  @BeforeEach
  void toFolder() {
    tiny.bench.folder(folder);
  }

  private Object say(String script) {
    return tiny.language.evaluate(script);
  }

  @Test
  void trainingRunsAtOnceAndGivesItsHistory() {
    Table history = (Table) say("standard.train(epochs: 4, batch: 20, learningRate: 0.05)");
    assertEquals(4, history.rowCount());
    assertTrue(history.numberColumn("train accuracy").getDouble(3) > 0.6, history.printAll());
    assertEquals(List.of("standard", "standard"), tiny.engine.models.subList(0, 2));
    Table accuracy = (Table) say("standard.evaluate(eps: [0, 0.5])");
    assertEquals(List.of("model", "clean", "eps 0.5"), accuracy.columnNames());
    assertTrue(accuracy.numberColumn("clean").getDouble(0) > 0.6, accuracy.print());
  }

  @Test
  void columnsOfTablesAreFoundByName() {
    assertEquals(say("robust.evaluate().column(1).get(0)"), say("robust.evaluate()['clean'][0]"));
    assertTrue(
        assertThrows(RobustaException.class, () -> say("robust.evaluate()['clear']"))
            .getMessage()
            .endsWith("the table has no column 'clear'; did you mean 'clean'?"));
  }

  @Test
  void predictionsAndRepresentationsAreThoseOfTheGraph() {
    Table predictions = (Table) say("robust.predict(data.test)");
    Network robust = (Network) tiny.language.variables().get("robust");
    Images images = Pictures.from(tiny.data.test()).images();
    INDArray input =
        Nd4j.create(images.pixels()).reshape(images.count(), 1, images.height(), images.width());
    Map<String, INDArray> values = robust.model().graph().feedForward(input, false);
    List<?> representations = (List<?>) say("robust.represent(data.test)");
    int right = 0;
    for (int i = 0; i < images.count(); i++) {
      INDArray expected = values.get("linear").getRow(i);
      String predicted = predictions.stringColumn("predicted").get(i);
      assertEquals(Tiny.CLASSES.get(expected.argMax().getInt(0)), predicted);
      double probability = predictions.numberColumn("probability").getDouble(i);
      assertEquals(expected.maxNumber().doubleValue(), probability, 1e-5);
      right += predictions.stringColumn("class").get(i).equals(predicted) ? 1 : 0;
      assertArrayEquals(
          values.get("hidden").getRow(i).toFloatVector(), (float[]) representations.get(i), 1e-5f);
    }
    Table accuracy = (Table) say("robust.evaluate(on: data.test)");
    assertEquals(
        accuracy.numberColumn("clean").getDouble(0), (double) right / images.count(), 1e-9);
    assertTrue(
        assertThrows(RobustaException.class, () -> say("robust.predict(3)"))
            .getMessage()
            .contains("predict needs images"));
  }

  @Test
  void everyOptionOfTrainReachesTheTrainer() {
    Table history =
        (Table)
            say(
                "robust.train(epochs: 2, batch: 30, eps: 0.4, norm: 'linf', steps: 2, stepSize: 0.3,"
                    + " epsWarmUp: 4, learningRate: 0.02, schedule: 'constant', optimizer: 'adamw',"
                    + " weightDecay: 0.01, augment: 'fashion', precision: 'f32',"
                    + " evaluateEvery: 2, evaluateOn: 9, checkpoints: 'kept', resume: false, seed: 3,"
                    + " adversary: 'pgd', data: data)");
    assertEquals(2, history.rowCount());
    assertEquals(0.02, history.numberColumn("learning rate").getDouble(1), 1e-9);
    assertTrue(history.numberColumn("eps").getDouble(1) < 0.4);
    assertTrue(history.column("robust accuracy").isMissing(0), history.printAll());
    assertFalse(history.column("robust accuracy").isMissing(1), history.printAll());
    assertTrue(Files.isDirectory(folder.resolve("kept")));
    Map<String, String> settings = ((Network) say("robust")).training().recipe().settings();
    Map.of(
            "norm", "Linf",
            "steps", "2",
            "stepSize", "0.3",
            "batch size", "30",
            "optimizer", "adamw weight decay 0.01",
            "precision", "f32",
            "seed", "3")
        .forEach((name, value) -> assertEquals(value, settings.get(name), settings.toString()));
    say(
        "robust.train(epochs: 1, batch: 30, eps: 0.4, adversary: 'noise', optimizer: 'sgd', momentum: 0.5)");
    assertEquals(
        "noise-augmented single step",
        ((Network) say("robust")).training().recipe().settings().get("adversary"));
    say("robust.train(epochs: 1, batch: 30, eps: 0, steps: 3, adversary: 'noise')");
    assertFalse(((Network) say("robust")).training().recipe().settings().containsKey("eps"));
  }

  @Test
  void acomparisonIsShownAsAtable() {
    say("show compare(standard, robust).eps(0, 0.3).steps(2).first(9)");
    assertTrue(tiny.shown.get(0).contains("eps 0.3"), tiny.shown.toString());
    assertTrue(tiny.shown.get(0).contains("standard"));
  }

  @Test
  void afigureThatATerminalCannotShowIsSaved() throws IOException {
    say("show invert(data.test[0]).steps(1), invert(data.test[1]).steps(1)");
    say("show data.test[0..2]");
    for (String name : List.of("invert-1.png", "invert-2.png", "images-1.png")) {
      BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
      assertTrue(image.getWidth() > 100, name);
      assertTrue(tiny.shown.stream().anyMatch(line -> line.contains(name)), tiny.shown.toString());
    }
  }

  @Test
  void theSameSeedGivesTheSamePixelsInFiles() throws IOException {
    say(
        "seed 4; save invert(data.test[0]).steps(2), 'a.png'; save invert(data.test[0]).steps(2), 'b.png'");
    say("seed 5; save invert(data.test[0]).steps(2), 'c.png'");
    assertArrayEquals(pixels("a.png"), pixels("b.png"));
    assertFalse(java.util.Arrays.equals(pixels("a.png"), pixels("c.png")));
  }

  private int[] pixels(String name) throws IOException {
    BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void whatAnameAsksForIsSaved() throws IOException {
    say("inversion = invert(data.test[0..1]).steps(1)");
    assertEquals(folder.resolve("deep/i.png"), say("save inversion, 'deep/i.png'"));
    say("save inversion, 'i.csv'; save inversion, 'i.npy'; save inversion.table, 'i.tex'");
    say("save data.test[0..1], 'images.png'; save inversion.figure, 'figure.png'");
    assertEquals(2, Files.readAllLines(folder.resolve("i.csv")).size());
    assertTrue(Files.readString(folder.resolve("i.tex")).contains("tabular"));
    assertTrue(Files.size(folder.resolve("i.npy")) > 2 * 12 * 12 * 4);
    RobustaException e = assertThrows(RobustaException.class, () -> say("save 3, 'x.png'"));
    assertEquals(
        "line 1: save takes a network, a sentence, a figure, a table, images or a report, not 3",
        e.getMessage());
    assertThrows(RobustaException.class, () -> say("save inversion, 'i.xyz'"));
  }

  @Test
  void asavedNetworkIsTheSame() {
    say("net = model('smallcnn', data: data, width: 2, name: 'mine')");
    for (String ending : List.of("safetensors", "zip")) {
      say("save net, 'n.%s'; again = load('n.%s', data: data)".formatted(ending, ending));
      assertEquals(say("net.hash"), say("again.hash"));
      assertEquals("mine", say("again.name"));
    }
    assertEquals("other", say("load('n.zip', name: 'other').name"));
    assertEquals(
        say("net.hash"),
        say(
            "pretrained(file: 'n.safetensors', architecture: 'smallcnn', width: 2, data: data).hash"));
    RobustaException e = assertThrows(RobustaException.class, () -> say("load('missing.zip')"));
    assertTrue(e.getMessage().contains("missing.zip"), e.getMessage());
  }

  @Test
  void whatAfileOfWeightsDoesNotTellIsSaid() {
    say("save model('resnet[1]', data: data, width: 2), 'n.safetensors'");
    say("a = load('n.safetensors', name: 'a', classes: ['x', 'y', 'z'])");
    assertEquals(List.of("x", "y", "z"), say("a.classes"));
    assertEquals(List.of("a", 12), say("[a.name, a.model().height()]"));
    assertEquals(
        20,
        say(
            "pretrained(file: 'n.safetensors', architecture: 'resnet[1]', size: 20).model().height()"));
    assertMistake(
        "classes of load must be a list of texts, not 'x'", "load('n.safetensors', classes: 'x')");
    assertMistake("did you mean 'classes'?", "pretrained(file: 'n.safetensors', clases: ['x'])");
    assertMistake("there are 2 names for them", "load('n.safetensors', classes: ['x', 'y'])");
    assertMistake("pretrained needs the name of a network", "pretrained(size: 32)");
  }

  private void assertMistake(String part, String script) {
    RobustaException e = assertThrows(RobustaException.class, () -> say(script));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void theSeedDecidesTheFirstWeights() {
    say("seed 1; a = model('smallcnn', data: data, width: 2).hash");
    assertEquals(say("a"), say("model('smallcnn', data: data, width: 2).hash"));
    assertNotEquals(say("a"), say("model('smallcnn', data: data, width: 2, seed: 2).hash"));
    assertNotEquals(say("a"), say("seed 2; model('smallcnn', data: data, width: 2).hash"));
  }

  @Test
  void imagesFromFilesFitTheNetwork() {
    say("save data.test[0], 'picture.png'");
    Pictures pictures =
        (Pictures)
            say(
                "images('%s')"
                    .formatted(folder.resolve("picture.png").toString().replace('\\', '/')));
    assertEquals("1 image of 1x12x12 from picture.png", pictures.toString());
    RobustaException e = assertThrows(RobustaException.class, () -> say("images('no.png')"));
    assertTrue(e.getMessage().contains("no.png"), e.getMessage());
  }

  @Test
  void networksSideBySide() {
    Table table =
        (Table)
            say(
                "both = sideBySide(*[standard, robust].collect { invert(data.test[0..1]).steps(1).with(it) });"
                    + " both.table");
    assertEquals(List.of("standard", "robust"), table.stringColumn("network").asList());
    say("save both, 'both.png'");
    assertTrue(Files.exists(folder.resolve("both.png")));
    say(
        "show sideBySide(visualize(feature: 1).steps(1), visualize(feature: 1).steps(1).with(standard))");
    say("show sideBySide(interpolate(data.test[0], data.test[1]).steps(1))");
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () -> say("sideBySide(invert(data.test[0]), visualize(feature: 1))"));
    assertTrue(e.getMessage().contains("not invert and visualize"), e.getMessage());
  }

  @Test
  void areportHoldsWhatItWasTold() throws IOException {
    say(
        """
        seed 77
        report('Two <networks>') {
          section 'Accuracy'
          text 'First.'
          show compare(standard, robust).first(6), 'a text'
          show invert(data.test[0]).steps(1)
          settings epochs: 3
        }
        """);
    String html = Files.readString(folder.resolve("report.html"));
    for (String part :
        List.of(
            "Two &lt;networks&gt;",
            "Accuracy",
            "First.",
            "a text",
            "data:image/png;base64,",
            "epochs",
            "77",
            "oneDNN",
            "duration")) {
      assertTrue(html.contains(part), part);
    }
    assertFalse(html.contains("src=\"http"));
    assertTrue(tiny.shown.get(tiny.shown.size() - 1).endsWith("report.html"));
  }

  @Test
  void areportShowsWhatAnotherPlaceShows() throws IOException {
    say(
        """
        report('All') {
          show([invert(data.test[0]).steps(1), compare(standard, robust).first(6)])
          show html('<b>bold</b>'), [1, 2, 3], standard, data
          show tabs(one: 'first', two: compare(standard, robust).first(6))
          show((1..30).collect { html("<i>item $it</i>") })
          show null
        }
        """);
    String html = Files.readString(folder.resolve("report.html"));
    for (String part :
        List.of("<b>bold</b>", "[1, 2, 3]", "first", "item 20<", "and 10 more", "null")) {
      assertTrue(html.contains(part), part);
    }
    assertTrue(html.contains("Recipe: invert"), "a figure, not a class's name");
    assertFalse(html.contains("item 21<"));
    assertFalse(html.contains("<script"));
    assertFalse(html.contains("robusta."), "a class's name");
  }

  @Test
  void attacksAndActivationsHaveTables() {
    Table attack = (Table) say("attack(data.test[0..5]).eps(0, 3).steps(3).table");
    assertEquals(2, attack.rowCount());
    assertTrue(
        attack.numberColumn("mean loss after").getDouble(1)
            > attack.numberColumn("mean loss before").getDouble(1));
    Table top = (Table) say("topActivating(3).in(data.test).count(4).table");
    assertEquals(
        List.of("network", "feature", "rank", "example", "class", "activation"), top.columnNames());
    Table added = (Table) say("add(feature: 2).to(data.test[0]).steps(9).table");
    assertTrue(
        added.numberColumn("after").getDouble(0) >= added.numberColumn("before").getDouble(0));
    Table walk = (Table) say("interpolate(data.test[0], data.test[1]).frames(3).steps(1).table");
    assertEquals(List.of(0.0, 0.5, 1.0), walk.numberColumn("lambda").asList());
  }
}
