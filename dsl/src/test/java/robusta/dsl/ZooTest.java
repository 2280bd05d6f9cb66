package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import robusta.data.DataSource;
import robusta.display.Renderers;
import robusta.display.Rendering;
import robusta.model.Checkpoints;
import robusta.run.RobustaException;
import robusta.zoo.ModelCard;
import tech.tablesaw.api.Table;

/** Pretrained networks, of which one is among the test resources, and photographs. */
class ZooTest {
  private final Tiny tiny = new Tiny();

  private Object result(String cell) {
    return tiny.language.evaluate(cell);
  }

  @Test
  void aPretrainedNetworkBringsItsCardAndFindsItsDataWhenAsked() {
    Network network = (Network) result("small = pretrained('tiny-fashion')");
    assertEquals("tiny-fashion", network.getName());
    assertEquals("tiny-fashion", network.getCard().name());
    assertNull(((Network) result("robust")).getCard());
    DataSource data = (DataSource) result("small.data");
    assertEquals("fashion", data.name());
    assertSame(data, result("pretrained('tiny-fashion', name: 'again').data"));
    assertEquals("again", result("pretrained('tiny-fashion', name: 'again').name"));
    assertSame(tiny.data, result("pretrained('tiny-fashion', data: data).data"));
    Table measured = (Table) result("small.evaluate(first: 200)");
    assertEquals(network.getCard().clean().orElseThrow().part(), measured.doubleColumn(1).get(0));
  }

  @Test
  void modelsAreATableAndEachHasACard() {
    Table models = (Table) result("models()");
    assertTrue(models.stringColumn("model").contains("tiny-fashion"));
    ModelCard card = (ModelCard) result("models('tiny-fashion')");
    Rendering look = Renderers.render(card).orElseThrow();
    for (String part :
        List.of("Fashion-MNIST", "PGD-20 at L2 0.5", "learning rate", "Apache-2.0")) {
      assertTrue(look.plain().contains(part), look.plain());
      assertTrue(look.data().get(Rendering.HTML).toString().contains(part), part);
    }
    assertTrue(((Table) result("architectures()")).columnNames().contains("width"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "pretrained('tiny-fashoin'); there is no pretrained model 'tiny-fashoin'; did you mean 'tiny-fashion'?",
        "pretrained('tiny-fashion', width: 3); pretrained('tiny-fashion') has its own weights, so it takes no width",
        "pretrained(name: 'x'); pretrained needs the name of a network",
        "models('nothing'); there is no pretrained model 'nothing'",
        "photographs('cta'); there is no photograph 'cta'; did you mean 'cat'?",
        "robust.publish(); publish needs to know how 'robust' was trained",
        "model('resnet8', data: data, form: 'other'); form of model must be cifar or torchvision",
        "robust.average(); average needs with, one or more networks",
        "robust.average(with: 3); with of average must be one or more networks",
        "robust.average(with: model('resnet8', data: data)); different layers",
      })
  void mistakesAreAnsweredInASentence(String cell, String part) {
    String message = assertThrows(RobustaException.class, () -> result(cell)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void photographsFitTheNetworkInUseAndKeepTheirNames() {
    Pictures all = (Pictures) result("photographs()");
    assertEquals(List.of(8, 1, Tiny.SIDE), shape(all));
    assertEquals(8, all.getNames().size());
    Pictures two = (Pictures) result("photographs('rocket', 'cat', size: 20)[1, 0]");
    assertEquals(List.of("cat", "rocket"), two.getNames());
    assertEquals(List.of(2, 1, 20), shape(two));
    assertEquals(
        List.of("coffee", "cat"),
        ((Pictures) result("photographs('coffee') + photographs('cat')")).getNames());
    assertEquals("cat", ((Table) result("robust.predict(photographs())")).getString(0, "class"));
    assertThrows(RobustaException.class, () -> result("photographs().labels()"));
    assertNotNull(result("attack(photographs('cat')).steps(1).get()"));
  }

  private static List<Integer> shape(Pictures pictures) {
    return List.of(pictures.size(), pictures.images().channels(), pictures.images().height());
  }

  @Test
  void whatWasTrainedIsPublished(@TempDir Path folder) {
    tiny.bench.folder(folder);
    ModelCard card =
        (ModelCard)
            result(
                """
                fashion = fashion()
                mine = model('resnet[1]', data: fashion, width: 2, name: 'mine')
                mine.train(epochs: 1, batch: 512, precision: 'f32', evaluateOn: 10)
                mine.publish(eps: [0, 0.5], first: 20, about: 'Mine.', script: 'mine.groovy')
                """);
    assertEquals("Mine.", card.about());
    assertEquals(20, card.clean().orElseThrow().images());
    assertTrue(Files.exists(folder.resolve("mine.json")));
    assertTrue(tiny.shown.stream().anyMatch(line -> line.contains("mine.safetensors")));
  }

  @Test
  void aCardSaysWhatTheWeightsWereAveragedWith(@TempDir Path folder) {
    tiny.bench.folder(folder);
    ModelCard card =
        (ModelCard)
            result(
                """
                fashion = fashion()
                mine = model('resnet[1]', data: fashion, width: 2, name: 'mine')
                mine.train(epochs: 1, batch: 512, precision: 'f32', evaluateOn: 10)
                before = model(mine, name: 'before')
                mine.train(epochs: 2, batch: 512, precision: 'f32', evaluateOn: 10)
                assert mine.average(with: [before, before], batch: 512).is(mine)
                mine.publish(first: 20)
                """);
    Network before = (Network) result("before");
    String hash = "before " + before.getHash();
    assertEquals(hash + ", " + hash, card.training().settings().get("averaged with"));
    assertEquals("2", card.training().settings().get("epochs"));
    assertFalse(card.trainings().get(0).settings().containsKey("averaged with"));
    assertEquals(
        card.weights().hash(), Checkpoints.load(folder.resolve("mine.safetensors")).hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "pretrained('tiny|; tiny-fashion",
        "models('tiny|; tiny-fashion",
        "photographs('as|; astronaut",
        "pretrained('tiny-fashion', na|; 'name: '",
        "pretrained('tiny-fashion').ca|; card",
        "robust.pub|; publish",
        "model('resnet8', form: 'ci|; cifar",
      })
  void namesAreCompleted(String text, String expected) {
    int cursor = text.indexOf('|');
    List<String> texts =
        tiny.language.complete(text.replace("|", ""), cursor).stream()
            .map(Completion::text)
            .toList();
    assertTrue(texts.contains(expected), texts.toString());
  }
}
