package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import robusta.display.Rendering;

/** What is offered at a cursor, which a bar stands for. */
class CompletionTest {
  private final Tiny tiny = new Tiny();

  CompletionTest() {
    tiny.language.evaluate("import java.util.concurrent.TimeUnit");
    tiny.language.evaluate("entry = [key: 3, inner: [deep: 4]]\nList doubled(x) { [x, x] }");
    tiny.language.evaluate("class Pair { int left }");
  }

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
        "translate(data.test[0]).to('bo|; boot",
        "inpaint(data.test[0], to: 'bo|; boot",
        "show(translate(data.test[0]).steps(3)#  .to('bo|; boot",
        "generate('bo|; boot",
        "attack(x).norm(Li|; Linf",
        "attack(x).norm('Li|; Linf",
        "robust.train(schedule: 'cy|; cyclic",
        "robust.train(augment: 'ci|; cifar",
        "model('res|; resnet18",
        "model(rob|; robust",
        "paper('im|; imagenet",
        "paper().inv|; invert",
        "robust.mem|; memory",
        "robust.train(only: 'he|; head",
        "pretrained(file: 'x', architecture: 'vg|; vgg16",
        "help('inv|; invert",
        "invert(data.test[0]).images.na|; names",
        "invert(data.test[0]).steps(3).get().im|; images",
        "data.test[0].lab|; labels",
        "data.test.images(0..3).siz|; size",
        "data.test.classes.ea|; each",
        "robust.evaluate().rowC|; rowCount",
        "robust.data.test.of|; ofClass",
        "'text'.toU|; toUpperCase",
        "'text'.toUpperCase().len|; length",
        "[1, 2].coll|; collect",
        "[a: 1].ke|; keySet",
        "x = [1, 2]#x.coll|; collect",
        "later = 3#lat|; later",
        "def v = invert(data.test[0])#v.wi|; within",
        "File f = null#f.absoluteP|; absolutePath",
        "[1].each { String it -> it.toLow|; toLowerCase",
        "LocalDate.now().plusD|; plusDays",
        "new StringBuilder().app|; append",
        "new File('x').tex|; text",
        "Integer.MAX|; MAX_VALUE",
        "java.time.Dur|; Duration",
        "java.time.Duration.ofS|; ofSeconds",
        "TimeUn|; TimeUnit",
        "TimeUnit.DA|; DAYS",
        "Tabl|; Table",
        "import java.ut|; util",
        "import java.util.concurrent.Exec|; Executors",
        "import static java.lang.Math.sq|; sqrt",
        "import tech.tablesaw.api.Dou|; DoubleColumn",
        "entry.ke|; key",
        "entry.inner.|; deep",
        "doubled(3).coll|; collect",
        "Pai|; Pair",
        "new Pair().le|; left",
        "whi|; while",
        "b = background { 1 }#b.prog|; progress",
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
  void aChainOffersTheOptionsOfItsVerbAndWhatItGives() {
    List<String> wanted = new ArrayList<>(RepresentationVerbs.INTERPOLATE.optionNames());
    wanted.addAll(List.of("images", "figure", "table", "summary", "get"));
    assertEquals(wanted, texts("interpolate(a, b).|"));
    tiny.language.evaluate("walk = interpolate(data.test[0], data.test[1])");
    assertEquals(wanted, texts("walk.|"));
  }

  @Test
  void optionsTellTheirMeaningAndDefault() {
    Completion steps =
        at("invert(x, ste|").stream().filter(c -> c.text().equals("steps: ")).findFirst().get();
    assertEquals(Completion.Kind.OPTION, steps.kind());
    assertEquals("how many steps; a whole number of at least 1 (default 10000)", steps.meaning());
  }

  @Test
  void keywordsComeLast() {
    List<Completion> offered = at("i|");
    assertEquals(Completion.Kind.VERB, offered.get(0).kind());
    assertEquals(Completion.Kind.KEYWORD, offered.get(offered.size() - 1).kind());
  }

  @Test
  void whatBeginsAStatementIsNoArgument() {
    assertTrue(texts("e|").contains("else"));
    assertTrue(texts("robust.train(e|").contains("eps: "));
    assertFalse(texts("robust.train(e|").contains("else"));
    assertTrue(texts("invert(ne|").contains("new"));
    assertTrue(texts("sweep(eps: [1]) { p -> if (p) 1 el|").contains("else"));
  }

  @Test
  void methodsTellWhatTheyTake() {
    Completion left =
        at("'text'.sub|").stream().filter(c -> c.text().equals("substring")).findFirst().get();
    assertTrue(left.meaning().startsWith("(int"), left.meaning());
  }

  private String known(String text) {
    int cursor = text.indexOf('|');
    return tiny.language.inspect(text.replace("|", ""), cursor).map(Rendering::plain).orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "inv|ert(x); invert(targets)",
        "x = invert(|; invert(targets)",
        "invert(x, st|eps: 3); steps of invert: how many steps",
        "invert(x).wit|hin(3); within of invert: how far",
        "robust.tra|in(); network.train(",
        "robust.train(e|ps: 1); eps of train",
        "unheard.train|; network.train(",
        "ent|ry; entry: java.util.LinkedHashMap",
        "many|; 1,000 elements: [1, 2,",
        "'a'.subs|tring(1); substring(int",
        "data.test.ofCl|ass('bag', 1); ofClass(String, int): Pictures",
        "doub|led(3); doubled(Object x): List",
        "new Tab|le(); public class tech.tablesaw.api.Table",
      })
  void aWordIsExplained(String text, String explanation) {
    tiny.language.evaluate("many = (1..1000).toList()");
    assertTrue(known(text).contains(explanation), () -> known(text));
  }

  @Test
  void helpIsAPageToo() {
    Rendering help = tiny.language.inspect("invert", 3).get();
    String page = (String) help.data().get(Rendering.HTML);
    assertTrue(page.contains("<code>steps</code></td>"), page);
    assertTrue(known("nothing|").isEmpty());
    assertTrue(known("|").isEmpty());
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
    assertEquals(List.of(), texts("add(feature: 1).to('bo|"));
    assertEquals(List.of(), texts("add(feature: 1, to: 'bo|"));
    assertEquals(List.of(), texts("/* (((|").stream().filter(t -> t.equals("((")).toList());
  }
}
