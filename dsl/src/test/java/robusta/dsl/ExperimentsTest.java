package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import robusta.attack.AttackResult;
import robusta.data.Batch;
import robusta.data.Datasets;
import robusta.figure.ImageGrid;
import robusta.figure.LineChart;
import robusta.represent.Budgets;
import robusta.represent.InversionResult;
import robusta.represent.PairsResult;
import robusta.represent.VisualizationResult;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;

/** The experiments of the paper as sentences, with their figures and numbers. */
class ExperimentsTest {
  private final Tiny tiny = new Tiny();

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> T say(String script) {
    return (T) tiny.language.evaluate(script);
  }

  private String mistake(String script) {
    return assertThrows(RobustaException.class, () -> say(script)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pairs(data.test[0..3]).steps(2).judge(standard)",
        "invert(data.test[0..3]).from(noise(8)).judge(standard).steps(2)",
        "invert(data.test[0..3]).from(data.test[4..7]).within(0.5, 1).steps(2)",
        "interpolate(data.test[0..1], data.test[2..3]).frames(3).steps(2).judge(standard)",
        "topActivating(1, 2).in(data.test).beside(visualize(feature: [1, 2]).steps(2))",
        "add(feature: 3).to(data.test[0]).snapshots(3)"
      })
  void sentencesAreLazyAndHaveAFigureATableAndASummary(String sentence) {
    Sentence<?, ?> written = say(sentence);
    assertEquals(0, tiny.engine.sessions.get());
    assertFalse(written.isDone());
    assertTrue(written.getSummary().rowCount() > 0);
    assertTrue(written.getTable().rowCount() > 0);
    assertFalse(written.getFigure().recipes().isEmpty());
  }

  @Test
  void severalRadiiGiveACurve() {
    Sentence<?, ?> several =
        say("b = invert(data.test[0..1]).from(data.test[4..5]).steps(4).within(0, 0.5, 1)");
    Budgets budgets = (Budgets) several.get();
    assertArrayEquals(new double[] {0, 0.5, 1}, budgets.radii());
    assertEquals(3, several.getTable().rowCount());
    assertTrue(several.getFigure() instanceof LineChart);
    assertTrue(say("b.grid") instanceof ImageGrid);
    assertEquals(6, this.<Pictures>say("b.images").size());
    Budgets list = say("invert(data.test[0]).within([0.5, 1]).steps(2).get()");
    assertEquals(2, list.results().size());
    assertEquals(
        6,
        this.<Table>say(
                "both = sideBySide(b, invert(data.test[0..1]).from(data.test[4..5]).steps(4)"
                    + ".with(standard).within(0, 0.5, 1)); both.table")
            .rowCount());
    assertTrue(say("both.figure") instanceof LineChart);
    assertTrue(say("both.grid") instanceof ImageGrid);
    assertTrue(mistake("invert(data.test[0], within: [0.5, 1])").contains("behind invert, as in"));
    assertTrue(mistake("invert(data.test[0]).within(0.5, -1)").contains("within of invert"));
    assertTrue(mistake("sideBySide(invert(data.test[0]).steps(1)).grid").contains(".figure"));
  }

  @Test
  void aTargetMayHaveSeveralStarts() {
    InversionResult result =
        say("invert(data.test[0..1]).from(noise(2) + data.test[4..5]).steps(2).get()");
    assertEquals(2, result.starts());
    Table table = say("invert(data.test[0..1]).steps(2).judge(standard).table");
    assertTrue(table.containsColumn("judge: same class"));
    Table summary = say("invert(data.test[0..3]).steps(2).judge(standard).summary");
    assertEquals(
        List.of(
            "network",
            "measure",
            "mean",
            "deviation",
            "the start",
            "another target",
            "a copy",
            "images"),
        summary.columnNames());
    assertEquals(5, summary.rowCount());
    assertEquals(4, summary.intColumn("images").get(0));
  }

  @Test
  void pairsBeginAtTheNextImageUnlessOthersAreGiven() {
    PairsResult own = say("pairs(data.test[0..2]).steps(1).get()");
    Pictures images = say("data.test[1..2] + data.test[0]");
    assertArrayEquals(images.images().pixels(), own.before().pixels());
    PairsResult others = say("pairs(data.test[0..2]).from(data.test[5..7]).steps(1).get()");
    Pictures given = say("data.test[5..7]");
    assertArrayEquals(given.images().pixels(), others.before().pixels());
    assertEquals(3, this.<Table>say("pairs(data.test[0..2]).steps(1).table").rowCount());
    assertTrue(mistake("pairs(data.test[0]).steps(1).get()").contains("another image"));
  }

  @Test
  void snapshotsAreANumberOrSteps() {
    InversionResult filmed = say("invert(data.test[0]).steps(8).snapshots(3).get()");
    assertEquals(List.of(0, 4, 8), filmed.snapshots().stream().map(s -> s.step()).toList());
    VisualizationResult chosen =
        say("add(feature: 3).to(data.test[0]).steps(6).snapshots([0, 2]).get()");
    assertEquals(List.of(0, 2, 6), chosen.snapshots().stream().map(s -> s.step()).toList());
    VisualizationResult named =
        say("add(feature: 3, to: data.test[0], steps: 6, snapshots: [0, 2]).get()");
    assertEquals(chosen.recipe(), named.recipe());
    ImageGrid grid =
        (ImageGrid)
            this.<Sentence<?, ?>>say(
                    "sideBySide(*[standard, robust].collect { add(feature: 3).to(data.test[0])"
                        + ".steps(6).snapshots(3).with(it) })")
                .getFigure();
    assertEquals(List.of("start", "3", "6"), grid.blocks().get(0).heads());
    assertTrue(mistake("invert(data.test[0]).snapshots(0)").contains("snapshots of invert"));
  }

  @Test
  void featuresMayBeARange() {
    Sentence<?, ?> range = say("topActivating(1..3).in(data.test).count(2)");
    assertEquals(6, range.getTable().rowCount());
    assertEquals(
        range.getTable().toString(),
        this.<Table>say("topActivating(1, 2, 3).in(data.test).count(2).table").toString());
    assertTrue(
        mistake("topActivating(1).in(data.test).beside(visualize(feature: 2).steps(1)).figure")
            .contains("give both the same"));
  }

  @Test
  void imagesAreNamedAsTheirDatasetDoes() {
    Batch all = tiny.data.test().range(0, 30);
    List<String> other = List.of("left", "right", "boot", "up");
    tiny.language.variables().put("other", Datasets.of("other", other, all.images(), all.labels()));
    Table table = say("topActivating(1).in(other).count(9).table");
    assertTrue(other.containsAll(table.stringColumn("class").asList()), table.print());
    ImageGrid grid = (ImageGrid) this.<Sentence<?, ?>>say("topActivating(1).in(other)").getFigure();
    String caption = grid.blocks().get(0).rows().get(0).captions().get(0);
    assertEquals(table.stringColumn("class").get(0), caption.lines().findFirst().orElseThrow());
    Pictures mixed = say("data.test[0] + other[0..1]");
    assertFalse(mixed.labelled());
    List<AttackResult> attacked = say("attack(other[0..5]).eps(0).get()");
    assertEquals(0, attacked.get(0).successRate(), "labels of other classes are not the network's");
    assertTrue(
        mistake("attack(other[0..1]).loss { logits, target -> (logits * target).sum(1) }.get()")
            .contains("no labels"));
    assertTrue(mistake("robust.evaluate(on: other)").contains("tells only 3 apart"));
  }

  @Test
  void aNetworkThatComesTwiceHasTwoNames() {
    Sentence<?, ?> both = say("sideBySide(*[1, 2].collect { invert(data.test[0]).steps(it) })");
    String name = both.getTable().stringColumn("network").get(0);
    assertEquals(name + " (2)", both.getTable().stringColumn("network").get(1));
  }

  @Test
  void rankingsOfSeveralNetworksStandBelowEachOther() {
    Sentence<?, ?> both =
        say(
            "sideBySide(*[standard, robust].collect { topActivating(1, 2).in(data.test).count(3)"
                + ".with(it).beside(visualize(feature: [1, 2]).steps(1).with(it)) })");
    ImageGrid grid = (ImageGrid) both.getFigure();
    assertEquals("standard\nfeature 1", grid.blocks().get(0).rows().get(0).label());
    assertEquals("robust\nfeature 2", grid.blocks().get(1).rows().get(1).label());
    Table summary = both.getSummary();
    assertEquals(14, summary.rowCount());
    assertEquals(
        List.of("standard", "robust"), both.getTable().stringColumn("network").unique().asList());
    assertTrue(summary.stringColumn("measure").contains("share of the commonest class: most 3"));
  }

  @Test
  void picturesToTry() {
    Pictures patterns = say("patterns(7)");
    assertEquals("7 images of 1x12x12 from patterns", patterns.toString());
    assertArrayEquals(
        patterns.images().pixels(), this.<Pictures>say("patterns(7)").images().pixels());
    assertFalse(
        java.util.Arrays.equals(
            patterns.images().pixels(),
            this.<Pictures>say("patterns(7, seed: 3)").images().pixels()));
    assertEquals(0.5f, this.<Pictures>say("gray(1)").images().pixels()[9]);
    Pictures fitted = say("fashion().test[0..2].fit(robust)");
    assertEquals("3 images of 1x12x12 from fashion test 0-2", fitted.toString());
    assertTrue(fitted.labelled());
    assertTrue(mistake("patterns(0)").contains("at least 1"));
  }
}
