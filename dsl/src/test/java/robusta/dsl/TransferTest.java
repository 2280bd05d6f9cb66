package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import robusta.data.Batch;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Datasets;
import robusta.display.Renderers;
import robusta.run.RobustaException;
import robusta.zoo.ModelCard;
import tech.tablesaw.api.Table;

/** Networks that start from others, and training of their heads. */
class TransferTest {
  private final Tiny tiny = new Tiny();

  TransferTest() {
    tiny.language
        .variables()
        .put(
            "shoes",
            new DataSource(
                "shoes",
                renamed(tiny.data.train()),
                renamed(tiny.data.test()),
                tiny.data.normalizer()));
  }

  private Object result(String cell) {
    return tiny.language.evaluate(cell);
  }

  @Test
  void aNetworkForOtherDataHasTheBodyOfAnother() {
    Network shoes = (Network) result("other = model(robust, data: shoes)");
    assertEquals("robust-shoes", shoes.getName());
    assertEquals(List.of("left", "right", "both"), shoes.getClasses());
    assertEquals("shoes", ((DataSource) result("other.data")).name());
    assertEquals(
        true, result("other.represent(data.test[0])[0] == robust.represent(data.test[0])[0]"));
    Table history =
        (Table) result("other.train(only: 'head', epochs: 3, learningRate: 0.5, eps: 0.1)");
    assertEquals(3, history.rowCount());
    assertEquals(
        true, result("other.represent(data.test[0])[0] == robust.represent(data.test[0])[0]"));
    result("other.train(epochs: 1, schedule: [1, 2])");
    assertEquals(
        false, result("other.represent(data.test[0])[0] == robust.represent(data.test[0])[0]"));
  }

  @Test
  void aCopyUnderAnotherNameLearnsOn() {
    Network further = (Network) result("further = model(robust, name: 'further')");
    assertSame(tiny.data, further.getData());
    assertEquals(
        true,
        result(
            "robust.predict(data.test[0..3]).column(3).asList() =="
                + " further.predict(data.test[0..3]).column(3).asList()"));
    String hash = (String) result("robust.hash");
    result("further.train(eps: 1.0, steps: 1, epochs: 1)");
    assertEquals(hash, result("robust.hash"));
  }

  @Test
  void theCardSaysWhatItStartedFrom(@TempDir Path folder) {
    tiny.bench.folder(folder);
    ModelCard card =
        (ModelCard)
            result(
                """
                small = pretrained('tiny-fashion')
                further = model(small, name: 'further')
                further.train(epochs: 1, batch: 512, only: 'head', evaluateOn: 10)
                further.publish(first: 20)
                """);
    String start = "tiny-fashion " + result("small.hash");
    assertEquals(start, card.training().start().orElseThrow());
    assertEquals("head", card.training().settings().get("trained part"));
    assertTrue(Renderers.render(card).orElseThrow().plain().contains("starts from"));
    result("further = pretrained('tiny-fashion', name: 'same')");
    result("further.train(epochs: 1, batch: 512, only: 'head', evaluateOn: 10)");
    assertEquals(
        start, ((ModelCard) result("further.publish(first: 20)")).training().start().orElseThrow());
  }

  @Test
  void theCardTellsOfEveryTrainingOnTheWay(@TempDir Path folder) {
    tiny.bench.folder(folder);
    String options = "batch: 512, only: 'head', evaluateOn: 10, checkpoints:";
    result("further = model(pretrained('tiny-fashion'), name: 'further')");
    result("further.train(epochs: 1, " + options + " 'one')");
    result("further.train(epochs: 1, " + options + " 'one')"); // nothing is left to do
    String left = "further " + result("further.hash");
    result("further.train(epochs: 2, " + options + " 'two')");
    ModelCard card = (ModelCard) result("further.publish(first: 20)");
    assertEquals(2, card.trainings().size());
    assertEquals(3, card.epochs());
    assertEquals("tiny-fashion " + result("pretrained('tiny-fashion').hash"), card.start().get());
    assertEquals(left, card.training().start().get());
    assertTrue(Renderers.render(card).orElseThrow().plain().contains("3 epochs"));
  }

  /**
   * What the latest training of a network says that it started from, after a cell; null: nothing.
   */
  private String start(String network, String cell) {
    result(cell);
    return ((Network) result(network)).training().recipe().settings().get("start");
  }

  @Test
  void aSecondTrainingSaysWhatTheFirstLeft() {
    assertNull(start("robust", "robust.train(epochs: 1)"));
    String left = "robust " + result("robust.hash");
    assertEquals(left, start("robust", "robust.train(epochs: 1, eps: 0.1)"));
    result("further = model(robust, name: 'further')");
    String base = "robust " + result("robust.hash");
    assertEquals(base, start("further", "further.train(epochs: 1)"));
    String second = "further " + result("further.hash");
    assertEquals(second, start("further", "further.train(epochs: 1)"));
  }

  @Test
  void aTrainingThatGoesOnKeepsItsStart(@TempDir Path folder) {
    tiny.bench.folder(folder);
    String training = "robust.train(epochs: 2, checkpoints: 'kept')";
    assertNull(start("robust", training));
    String hash = (String) result("robust.hash");
    assertNull(start("robust", training));
    assertEquals(hash, result("robust.hash"));
    String again = "robust.train(epochs: 2, checkpoints: 'more')";
    assertEquals("robust " + hash, start("robust", again));
    String more = (String) result("robust.hash");
    assertEquals("robust " + hash, start("robust", again));
    assertEquals(more, result("robust.hash"));
    String anew = "robust.train(epochs: 2, checkpoints: 'more', resume: false)";
    assertEquals("robust " + more, start("robust", anew));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "model(robust); what starts from 'robust' needs a name of its own, or data",
        "model(robust, name: 'x', width: 8); it takes no width",
        "model(robust, data: fashion()); the images of 'fashion' are 1x28x28, but 'robust' has learnt from 1x12x12",
        "model('smallcnn', name: 'x'); model needs data",
        "robust.train(only: 'tail'); only of train must be head or whole",
        "robust.train(schedule: 'never'); schedule of train must be one of drop, cyclic",
      })
  void mistakesAreAnsweredInASentence(String cell, String part) {
    String message = assertThrows(RobustaException.class, () -> result(cell)).getMessage();
    assertTrue(message.contains(part), message);
  }

  /** The same images under other class names. */
  private static Dataset renamed(Dataset data) {
    Batch all = data.range(0, data.size());
    return Datasets.of("shoes", List.of("left", "right", "both"), all.images(), all.labels());
  }
}
