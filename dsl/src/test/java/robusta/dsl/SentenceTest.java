package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import robusta.attack.AttackResult;
import robusta.data.Images;
import robusta.represent.InversionResult;
import robusta.represent.TopActivationsResult;
import robusta.represent.VisualizationResult;

/** Sentences run late, once, and with what was current when they were written. */
class SentenceTest {
  private final Tiny tiny = new Tiny();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invert(data.test.images(0..1)).steps(2)",
        "interpolate(data.test[0], data.test[1]).frames(3).steps(2)",
        "visualize(feature: [1, 2]).from(noise(2)).steps(2)",
        "add(feature: 3).to(data.test[0]).steps(2)",
        "attack(data.test.images(0..1)).eps(0.1, 0.2).steps(2)",
        "topActivating(1).in(data.test).count(2)",
        "leastActivating(1).in(data.test).count(2)",
        "compare(standard, robust).eps(0)"
      })
  void nothingRunsBeforeItIsAskedFor(String sentence) {
    Sentence<?, ?> written = (Sentence<?, ?>) tiny.language.evaluate(sentence);
    assertEquals(0, tiny.engine.sessions.get());
    assertFalse(written.isDone());
  }

  @Test
  void asentenceRunsOnce() {
    InvertSentence sentence = tiny.session.invert(Pictures.of(tiny.data.test(), 0)).steps(3);
    InversionResult first = sentence.get();
    int sessions = tiny.engine.sessions.get();
    assertTrue(sessions > 0);
    assertSame(first, sentence.get());
    assertEquals(sessions, tiny.engine.sessions.get());
    assertTrue(sentence.isDone());
  }

  @Test
  void theNetworkInUseWhenWrittenIsTheOneThatRuns() {
    tiny.language.evaluate(
        "using robust; a = invert(data.test[0]).steps(1); using standard; b = invert(data.test[0]).steps(1)");
    tiny.language.evaluate("using robust; b.get(); a.get()");
    assertEquals(List.of("standard", "robust"), tiny.engine.models);
  }

  @Test
  void withChoosesAnotherNetwork() {
    tiny.language.evaluate("invert(data.test[0]).steps(1).with(standard).get()");
    assertEquals(List.of("standard"), tiny.engine.models);
  }

  @Test
  void theSeedWhenWrittenDecides() {
    tiny.language.evaluate(
        "seed 5; a = invert(data.test[0]).steps(1); seed 6; b = invert(data.test[0]).steps(1)");
    InversionResult a = result("a.get()");
    InversionResult b = result("b.get()");
    assertEquals(5, a.recipe().seed());
    assertEquals(6, b.recipe().seed());
    assertNotEquals(a.sources().pixels()[0], b.sources().pixels()[0]);
    InversionResult again = result("seed 5; invert(data.test[0]).steps(1).get()");
    assertArrayEquals(a.images().pixels(), again.images().pixels());
    InversionResult own = result("invert(data.test[0]).steps(1).seed(6).get()");
    assertArrayEquals(b.images().pixels(), own.images().pixels());
  }

  @Test
  void achainedOptionLeavesTheSentenceBeforeAsItWas() {
    InvertSentence start = tiny.session.invert(Pictures.of(tiny.data.test(), 0)).steps(1);
    InvertSentence longer = start.steps(4);
    assertNotSame(start, longer);
    assertEquals("1", start.get().recipe().settings().get("steps"));
    assertEquals("4", longer.get().recipe().settings().get("steps"));
  }

  @Test
  void namedAndChainedOptionsAreTheSame() {
    InversionResult named =
        result(
            "invert(data.test[0], from: data.test[1], within: 0.5, steps: 3, stepSize: 0.2).get()");
    InversionResult chained =
        result("invert(data.test[0]).from(data.test[1]).within(0.5).steps(3).stepSize(0.2).get()");
    assertArrayEquals(named.images().pixels(), chained.images().pixels());
    assertEquals(named.recipe(), chained.recipe());
    assertEquals("0.5", named.recipe().settings().get("eps"));
    assertEquals("tiny test 0", named.recipe().data());
  }

  @Test
  void asentenceCanBeTheSourceOfAnother() {
    tiny.language.evaluate(
        "first = invert(data.test[0]).steps(2); second = invert(data.test[1]).from(first).steps(1)");
    assertEquals(0, tiny.engine.sessions.get());
    InversionResult second = result("second.get()");
    InversionResult first = result("first.get()");
    assertArrayEquals(first.images().pixels(), second.sources().pixels());
  }

  @Test
  void everyVisualizeOptionReachesTheCore() {
    VisualizationResult result =
        result(
            "visualize(feature: [1, 6]).from(noise(3)).jitter(1).rotate(5).steps(2).within(7).get()");
    assertArrayEquals(new int[] {1, 1, 1, 6, 6, 6}, result.features());
    Map<String, String> settings = result.recipe().settings();
    assertEquals("2", settings.get("steps"));
    assertEquals("7", settings.get("eps"));
    assertTrue(settings.get("transform").contains("jitter"), settings.get("transform"));
    assertTrue(settings.get("transform").contains("rot"), settings.get("transform"));
  }

  @Test
  void addingStopsByThePapersRuleUnlessStepsAreGiven() {
    VisualizationResult free = result("add(feature: 3).to(data.test[0]).get()");
    VisualizationResult fixed = result("add(feature: 3).to(data.test[0]).steps(5).get()");
    assertTrue(free.recipe().settings().get("stop").contains("dominates"));
    assertEquals(5, fixed.steps()[0]);
  }

  @Test
  void oneResultPerEpsFromTheLabels() {
    List<AttackResult> results =
        result("attack(data.test.images(0..3)).eps(0, 0.5, 2).norm(L2).steps(4).get()");
    assertEquals(List.of(0.0, 0.5, 2.0), results.stream().map(AttackResult::eps).toList());
    for (AttackResult one : results) {
      for (float size : one.sizes()) {
        assertTrue(size <= one.eps() + 1e-4, size + " > " + one.eps());
      }
    }
  }

  @Test
  void targetsAreClassNames() {
    List<AttackResult> results =
        result("attack(data.test.images(0..3)).eps(6).steps(30).targeting('Coat').get()");
    for (int predicted : results.get(0).predictionsAfter()) {
      assertEquals(2, predicted);
    }
  }

  @Test
  void aclosureOverNamedVariablesIsAloss() {
    // Lowering the distance of logits to one-hot targets is what targeting does, in another loss.
    List<AttackResult> results =
        result(
            "attack(data.test.images(0..3)).eps(6).steps(40).targeting('coat').minimize(true)"
                + ".loss { logits, rep, target -> 2 - (logits * target).sum(1) + 0 * rep.sum(1) }.get()");
    for (int predicted : results.get(0).predictionsAfter()) {
      assertEquals(2, predicted);
    }
  }

  @Test
  void leastActivatingIsTheOtherEnd() {
    List<TopActivationsResult> found = result("topActivating(1, 3).in(data.test).count(30).get()");
    Pictures top = result("topActivating(3).in(data.test).count(2).images");
    Pictures least = result("leastActivating(3).in(data.test).count(2).images");
    assertEquals(List.of(1, 3), found.stream().map(TopActivationsResult::feature).toList());
    Images best = tiny.data.test().batch(found.get(1).top().indices()).images();
    Images worst = tiny.data.test().batch(found.get(1).bottom().indices()).images();
    assertArrayEquals(best.slice(0, 2).pixels(), top.images().pixels());
    assertArrayEquals(worst.slice(0, 2).pixels(), least.images().pixels());
    assertFalse(Arrays.equals(top.images().pixels(), least.images().pixels()));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> T result(String script) {
    return (T) tiny.language.evaluate(script);
  }
}
