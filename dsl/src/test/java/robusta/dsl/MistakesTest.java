package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import robusta.run.RobustaException;

/** A wrong sentence is answered with one that says what was meant. */
class MistakesTest {
  private final Tiny tiny = new Tiny();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "invert(data.test[0], step: 3) | unknown option 'step' for invert; did you mean 'steps'?",
        "invert(data.test[0]).step(3)  | unknown option 'step' for invert; did you mean 'steps'?",
        "visualize(featur: 42)         | unknown option 'featur' for visualize; did you mean 'feature'?",
        "robust.train(epss: 0.5)       | unknown option 'epss' for train; did you mean 'eps'?",
        "invert(data.test[0]).steps(0) | steps of invert must be a whole number of at least 1, not 0",
        "invert(data.test[0]).steps(2.5) | steps of invert must be a whole number of at least 1, not 2.5",
        "invert(data.test[0]).steps('ten') | steps of invert must be a whole number of at least 1, not 'ten'",
        "invert(data.test[0], steps: null) | steps of invert must be a whole number of at least 1, not null",
        "invert(data.test[0]).within(-1) | within of invert must be a number of at least 0, not -1.0",
        "invert(data.test[0]).from(3)  | from of invert must be images, not 3",
        "invert(data.test[0]).with(3)  | with of invert must be a network, not 3",
        "invert('dog')                 | invert needs images, not 'dog'",
        "invert()                      | invert is written invert(targets), not with nothing; help invert tells more",
        "attack(data.test[0]).norm('L3') | norm of attack must be L2, Linf or unconstrained, not 'L3'",
        "attack(data.test[0]).eps(0.1, -1) | eps of attack must be one or more numbers of at least 0, not [0.1, -1.0]",
        "attack(data.test[0], eps: [0.1, 'x']) | eps of attack must be one or more numbers of at least 0, not [0.1, x]",
        "attack(data.test[0]).targeting('bot').get() | there is no class 'bot'; did you mean 'boot'?",
        "visualize(steps: 3).get()     | visualize needs feature, one or more whole numbers of at least 0; help visualize tells more",
        "visualize(feature: 42).get()  | there is no feature 42; the representation has 8 (0 to 7)",
        "ivert(data.test[0])           | there is no verb 'ivert'; did you mean 'invert'?",
        "train(eps: 1)                 | train is said to a network, as in robust.train(eps: 0.5, steps: 7, epochs: 30, schedule: 'cyclic')",
        "using robutst                 | nothing is called 'robutst' here; did you mean 'robust'?",
        "robust.trian(eps: 1)          | a network has no method 'trian'; did you mean 'train'?",
        "data.tset                     | a data has no 'tset'; did you mean 'test'?",
        "data.test[300]                | tiny test has no example 300; it has 30, counted from 0",
        "data.test.images(0..2)[7]     | there is no image 7 among 3, counted from 0",
        "data.test.ofClass('boat', 2)  | there is no class 'boat'; did you mean 'boot'?",
        "data.test.ofClass('bag', 99)  | tiny test has 10 examples of 'bag', not 99",
        "data.test.ofClass('bag', -1)  | ofClass takes a count of at least 1, not -1",
        "noise(-1)                     | noise takes a count of at least 1, not -1",
        "new int[-1]                   | NegativeArraySizeException: -1",
        "null.size()                   | NullPointerException: Cannot invoke method size() on null object",
        "throw new IllegalStateException() | the script failed with IllegalStateException",
        "help 'inver'                  | there is no verb 'inver'; did you mean 'invert'?",
        "robust.train(epochs: 1, minutes: 2) | train takes epochs or minutes, not both",
        "sweep(eps: []) { 1 }          | sweep needs at least one value for eps, as in eps: [1, 2]",
        "sweep { 1 }                   | sweep is written sweep(eps: [0, 0.5], steps: [1, 7]) { p -> ... }, not with a closure; help sweep tells more",
        "noise(2).labels()             | these images have no labels; take them from a dataset, as in data.test.images(0..7)",
        "attack(data.test[0]).loss { it }.get() | the loss must name what it reads, as in .loss { logits, target -> ... }",
        "attack(data.test[0]).over('fourier').get() | eps and norm hold pixels near their image, and this attack moves fourier; add norm('unconstrained'), or leave over out",
        "topActivating().in(data.test).get() | there is no feature to look for; give at least one",
        "topActivating(42).in(data.test).get() | there is no feature 42; the representation has 8 (0 to 7)",
        "topActivating(1).in(data.test).beside(visualize(feature: 2)).get() | the visualization shows the features [2], the images those of [1]; give both the same",
        "generate([]).get()            | generate needs a class, as in generate('cat').count(4)",
        "generate('bag', 'bag').get()  | generate makes the same images of a class that is named twice; name it once, with count for several",
        "robust.train(adversary: 'noise') | train: without eps there is no adversary; give eps, or leave adversary out",
        "robust.train(epsWarmUp: 2)    | train: without eps there is no adversary; give eps, or leave epsWarmUp out",
        "robust.train(eps: 0.1, adversary: 'noise', steps: 3) | train: the noise adversary takes one step of eps; leave steps out",
        "robust.train(optimizer: 'adam', momentum: 0.5) | train: only sgd has momentum; leave momentum out",
        "invert(data.test[0]).steps(2).snapshots([0, 5]).get() | a snapshot after 5 steps was asked for, but there are only 2",
        "attack(noise(1)).loss { target -> target }.get() | the loss reads target, but the images have no labels and nothing is targeted; add .targeting(class)",
      })
  void eachIsOneSentence(String wrong, String sentence) {
    RobustaException e =
        assertThrows(RobustaException.class, () -> tiny.language.evaluate("\n" + wrong));
    assertEquals("line 2: " + sentence, e.getMessage());
  }

  @Test
  void ascriptsMistakeNamesFileAndLine(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("study.groovy");
    Files.writeString(file, "def f = {\n  ivert(3)\n}\n[1].each { f() }\n");
    ScriptException e =
        assertThrows(ScriptException.class, () -> tiny.language.evaluate(file, List.of()));
    assertEquals(
        "study.groovy line 2: there is no verb 'ivert'; did you mean 'invert'?", e.getMessage());
    assertEquals(2, e.line());
  }

  @Test
  void asyntaxErrorNamesItsLine(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("half-done.groovy");
    Files.writeString(file, "x = 1\ny = (2 +\n");
    ScriptException e =
        assertThrows(ScriptException.class, () -> tiny.language.evaluate(file, List.of()));
    assertEquals(2, e.line());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void amissingScriptIsNamed() {
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () -> tiny.language.evaluate(Path.of("no-such.groovy"), List.of()));
    assertEquals("there is no script no-such.groovy", e.getMessage());
  }

  @Test
  void withoutAnetworkItSaysHowToGetOne() {
    Language fresh = new Language(new Session(new Workbench().engine(() -> tiny.engine)));
    fresh.variables().put("data", tiny.data);
    RobustaException e =
        assertThrows(
            RobustaException.class, () -> fresh.evaluate("invert(data.test[0]).steps(1).get()"));
    assertEquals(
        "line 1: invert needs a network; write 'using network' before it or .with(network) behind it",
        e.getMessage());
  }
}
