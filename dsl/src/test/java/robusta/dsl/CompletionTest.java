package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is offered at a cursor, which a bar stands for. */
class CompletionTest {
  private final Tiny tiny = new Tiny();

  private List<Completion> at(String text) {
    int cursor = text.indexOf('|');
    return tiny.language.complete(text.replace("|", ""), cursor);
  }

  private List<String> texts(String text) {
    return at(text).stream().map(Completion::text).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "inv|; invert",
        "x = inv|; invert",
        "show(inv|; invert",
        "rob|; robust",
        "invert(rob|; robust",
        "invert(data.test[0], st|; 'steps: '",
        "invert(data.test[0], steps: 3, se|; 'seed: '",
        "visualize fea|; 'feature: '",
        "invert(data.test[0]).wi|; within",
        "invert(data.test[0]).within(2).st|; steps",
        "invert(data.test[0])#  .fr|; from",
        "robust.tr|; train",
        "robust.train(eps: 1, lear|; 'learningRate: '",
        "data.te|; test",
        "data.test.of|; ofClass",
        "data.test.ofClass('co|; coat",
        "attack(data.test[0]).targeting('bo|; boot",
        "attack(data.test[0], targeting: 'bo|; boot",
        "attack(x).norm(Li|; Linf",
      })
  void offersTheRightWord(String line, String wanted) {
    String text = line.replace('#', '\n');
    List<String> offered = texts(text);
    assertTrue(offered.contains(wanted), offered.toString());
    String word = text.replaceAll("(?s).*?(\\w*)\\|$", "$1");
    for (Completion completion : at(text)) {
      assertTrue(completion.text().regionMatches(true, 0, word, 0, word.length()));
      assertEquals(text.indexOf('|'), completion.to());
      assertEquals(word.length(), completion.to() - completion.from());
    }
  }

  @Test
  void whatWasGivenIsNotOfferedAgain() {
    assertFalse(texts("invert(x, steps: 3, |").contains("steps: "));
    assertFalse(texts("invert(x).steps(3).|").contains("steps"));
  }

  @Test
  void aChainOffersTheOptionsOfItsVerbAlone() {
    assertEquals(Verbs.INTERPOLATE.optionNames(), texts("interpolate(a, b).|"));
    tiny.language.evaluate("walk = interpolate(data.test[0], data.test[1])");
    assertEquals(Verbs.INTERPOLATE.optionNames(), texts("walk.|"));
  }

  @Test
  void optionsTellTheirMeaningAndDefault() {
    Completion steps =
        at("invert(x, ste|").stream().filter(c -> c.text().equals("steps: ")).findFirst().get();
    assertEquals(Completion.Kind.OPTION, steps.kind());
    assertEquals("how many steps; a whole number of at least 1 (default 10000)", steps.meaning());
  }

  @Test
  void variablesOfTheSessionAreOffered() {
    tiny.language.evaluate("myTarget = data.test[0]");
    assertTrue(texts("invert(my|").contains("myTarget"));
    assertTrue(texts("myTarget.|").containsAll(List.of("images", "labels", "origin")));
  }

  @Test
  void nothingIsOfferedWhereNothingIsKnown() {
    assertEquals(List.of(), texts("1.|"));
    assertEquals(List.of(), texts("println 'inv|"));
    assertEquals(List.of(), texts("unheard.|"));
    assertEquals(List.of(), texts("/* (((|").stream().filter(t -> t.equals("((")).toList());
  }
}
