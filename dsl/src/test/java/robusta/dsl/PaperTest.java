package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;

/** The paper's settings as named arguments. */
class PaperTest {
  private final Tiny tiny = new Tiny();

  private Object result(String cell) {
    return tiny.language.evaluate(cell);
  }

  @Test
  void theNumbersOfTheTables() {
    Map<?, ?> train = (Map<?, ?>) result("paper('imagenet').train");
    assertEquals(
        "{eps=3.0, norm=L2, steps=7, stepSize=0.5, epochs=110, batch=256, learningRate=0.1,"
            + " schedule=[30.0, 60.0], optimizer=sgd, momentum=0.9, weightDecay=1.0E-4,"
            + " augment=imagenet}",
        train.toString());
    assertEquals(
        "{within=1000.0, steps=10000, stepSize=1.0, best=false}",
        result("paper('ImageNet').invert").toString());
    assertEquals(
        "{within=1000.0, steps=200, stepSize=1.0, best=false}",
        result("paper('imagenet').visualize").toString());
    assertEquals(0.1, result("paper('cifar10').invert.stepSize"));
    assertEquals("cifar10", result("paper().settings().data()"));
  }

  /** What is given behind them replaces them, so that it ends in a moment. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "invert(*: paper().invert, steps: 1, data.test[0]).table",
        "invert(paper().invert + [steps: 1], data.test[0]).table",
        "pairs(*: paper().pairs, steps: 1, data.test[0..1]).table",
        "interpolate(*: paper().interpolate, steps: 1, data.test[0], data.test[1]).table",
        "visualize(*: paper().visualize, steps: 1, feature: 3).table",
        "visualize(*: paper().visualizeGray, steps: 1, feature: 3, from: gray(1)).table",
        "add(*: paper().add, feature: 3, to: data.test[0], steps: 1).table",
        "attack(*: paper().attack, data.test[0]).table",
        "robust.evaluate(*: paper().evaluate)",
        "compare(*: paper().evaluate, robust, standard).table",
        "robust.train(*: paper().train, epochs: 1, augment: 'none')",
        "robust.train(*: paper().standard, epochs: 1, augment: 'none')",
      })
  void everySentenceTakesItsOwn(String sentence) {
    assertTrue(((Table) result(sentence)).rowCount() > 0);
  }

  @Test
  void allOfThemAreATable() {
    result("show paper()");
    String shown = String.join("\n", tiny.shown);
    assertTrue(shown.contains("visualizeGray"), shown);
    assertTrue(shown.contains("stepSize: 0.05"), shown);
  }

  @Test
  void otherDataHaveNone() {
    String message =
        assertThrows(RobustaException.class, () -> result("paper('mnist')")).getMessage();
    assertTrue(message.contains("not for 'mnist'"), message);
  }
}
