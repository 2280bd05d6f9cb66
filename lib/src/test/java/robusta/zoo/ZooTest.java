package robusta.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.testing.Reference;

class ZooTest {
  @TempDir Path root;
  private Path folder;
  private Model model;

  @BeforeEach
  void fill() throws IOException {
    folder = Files.createDirectories(root.resolve(Zoo.FOLDER));
    Files.writeString(folder.resolve("README.md"), "marks it");
    Checkpoints.saveHalf(
        Reference.portable().model().withName("tiny"), folder.resolve("tiny.safetensors"));
    model = Checkpoints.load(folder.resolve("tiny.safetensors"));
    Files.writeString(folder.resolve("tiny.json"), card("tiny", model.hash()).json());
    Files.writeString(folder.resolve("other.json"), card("other", "00000000").json());
  }

  private static ModelCard.Training training(Map<String, String> settings) {
    return new ModelCard.Training(
        "pictures",
        "six pictures",
        3,
        settings,
        2,
        0.125,
        "a machine",
        Map.of("robusta", "0"),
        List.of(2.5, 2.25));
  }

  private static ModelCard card(String name, String hash) {
    return new ModelCard(
        name,
        "A small one",
        new ModelCard.Network("resnet10", "cifar", 8, 79_000, 64, "3x32x32", 10),
        List.of(
            training(Map.of("start", "a network")), training(Map.of("norm", "L2", "eps", "0.5"))),
        new ModelCard.Weights("f16", 160_000, hash),
        List.of(
            new ModelCard.Accuracy("clean", "L2", 0, 5, 6, "six pictures"),
            new ModelCard.Accuracy("PGD-20", "L2", 0.5, 3, 6, "six pictures")),
        "Apache-2.0",
        "train.groovy");
  }

  /** What a class loader finds in the folder, or in a jar. */
  private static Zoo zoo(Path place) throws IOException {
    return Zoo.of(new URLClassLoader(new URL[] {place.toUri().toURL()}, null));
  }

  private Path jar() throws IOException {
    Path jar = root.resolve("zoo.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(folder)) {
      // Without entries for folders, as some tools leave them out.
      for (Path file : files.toList()) {
        out.putNextEntry(new JarEntry(Zoo.FOLDER + file.getFileName()));
        Files.copy(file, out);
        out.closeEntry();
      }
      out.putNextEntry(new JarEntry("elsewhere/no.json"));
      out.closeEntry();
    }
    return jar;
  }

  @Test
  void modelsAreFoundInAFolderAndInAJar() throws IOException {
    for (Zoo zoo : List.of(zoo(root), zoo(jar()))) {
      assertEquals(List.of("other", "tiny"), zoo.names());
      assertEquals(card("tiny", model.hash()), zoo.card("tiny"));
      Model loaded = zoo.load("tiny");
      assertEquals("tiny", loaded.name());
      assertEquals(model.graph().params(), loaded.graph().params());
    }
  }

  @Test
  void theTableHasARowForEach() throws IOException {
    var table = zoo(root).table();
    assertEquals(List.of("other", "tiny"), table.stringColumn("model").asList());
    assertEquals("L2 0.5", table.stringColumn("trained against").get(1));
    assertEquals(5.0 / 6, table.doubleColumn("clean").get(1));
    assertEquals(0.5, table.doubleColumn("attacked").get(1));
    assertEquals("PGD-20 at L2 0.5", table.stringColumn("attack").get(1));
  }

  @Test
  void aMisspeltNameIsAnsweredWithTheNearestAndAll() throws IOException {
    Zoo zoo = zoo(root);
    assertMessage(
        "there is no pretrained model 'tiney'; did you mean 'tiny'? There are other, tiny",
        () -> zoo.load("tiney"));
    Zoo empty = Zoo.of(new URLClassLoader(new URL[0], null));
    assertEquals(List.of(), empty.names());
    assertEquals(0, empty.table().rowCount());
    assertMessage("has none at all", () -> empty.card("tiny"));
  }

  @Test
  void weightsOfAnotherTrainingAreRefused() throws IOException {
    Files.copy(folder.resolve("tiny.safetensors"), folder.resolve("other.safetensors"));
    Zoo zoo = zoo(root);
    assertMessage("has the hash " + model.hash(), () -> zoo.load("other"));
  }

  @Test
  void missingAndDamagedFilesAreNamed() throws IOException {
    Zoo zoo = zoo(root);
    assertMessage("robusta/zoo/other.safetensors is missing", () -> zoo.load("other"));
    byte[] whole = Files.readAllBytes(folder.resolve("tiny.safetensors"));
    Files.write(folder.resolve("tiny.safetensors"), Arrays.copyOf(whole, whole.length - 100));
    assertMessage("tiny.safetensors is truncated", () -> zoo.load("tiny"));
    Files.writeString(folder.resolve("tiny.json"), "{\"name\": \"tiny\"}");
    assertMessage("robusta/zoo/tiny.json is damaged", () -> zoo.card("tiny"));
    Files.writeString(folder.resolve("tiny.json"), "no card");
    assertMessage("robusta/zoo/tiny.json is damaged", () -> zoo.card("tiny"));
  }

  @Test
  void theShippedModelsLoadAndFitTheirCards() {
    Zoo.shipped()
        .cards()
        .forEach(
            (name, card) -> {
              assertEquals(name, card.name());
              Model shipped = Zoo.shipped().load(name);
              assertEquals(name, shipped.name());
              assertEquals(card.network().parameters(), shipped.parameterCount());
              assertEquals(card.network().classes(), shipped.classes().size());
              for (ModelCard.Training training : card.trainings()) {
                assertEquals(training.epochs(), training.losses().size());
              }
              assertTrue(card.weights().bytes() <= 12_000_000, name);
              assertTrue(card.clean().isPresent() && card.attacked().isPresent(), name);
              assertNotEquals("", card.about());
              assertEquals("Apache-2.0", card.licence());
              assertTrue(Files.exists(Path.of("..").resolve(card.script())), card.script());
            });
  }

  private static void assertMessage(String part, Executable action) {
    String message = assertThrows(RobustaException.class, action).getMessage();
    assertTrue(message.contains(part), message);
  }
}
