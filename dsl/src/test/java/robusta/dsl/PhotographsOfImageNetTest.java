package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import robusta.attack.AttackResult;
import robusta.data.DataDirectory;
import robusta.display.TextDisplay;
import robusta.represent.InterpolationResult;
import robusta.represent.InversionResult;
import robusta.represent.VisualizationResult;
import tech.tablesaw.api.Table;

/** At 224 pixels: each sentence with the paper's settings, but for a few steps. */
class PhotographsOfImageNetTest {
  private static final String SAMPLES = "restricted-imagenet-samples";

  /** Float32 steps add up, and rounding may lift a norm above its bound. */
  private static final double ROUNDING = 1e-4;

  @TempDir static Path folder;

  private final Language language =
      new Language(new Session(new Workbench().display(new TextDisplay(line -> {}))));

  @BeforeAll
  static void unpack() throws IOException {
    Optional<Path> archive =
        DataDirectory.searched().stream()
            .map(place -> place.resolve(SAMPLES + ".tar"))
            .filter(Files::exists)
            .findFirst();
    Assumptions.assumeTrue(archive.isPresent(), "needs " + SAMPLES + ".tar in the data directory");
    try (InputStream in = Files.newInputStream(archive.get());
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.copy(tar, file);
        }
      }
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> T say(String script) {
    return (T) language.evaluate(script);
  }

  @Test
  void aResNet18() {
    looksIntoAndTrains("resnet18");
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"resnet34", "resnet50", "vgg16", "vgg16_bn"})
  void theOtherNetworks(String name) {
    looksIntoAndTrains(name);
  }

  private void looksIntoAndTrains(String name) {
    say(
        """
        seed 1
        // Files are sorted by class, so these are of all of them.
        some    = { all, count -> all.subset((0..<count).collect { it * all.size().intdiv(count) } as int[]) }
        few     = { all -> new DataSource(all.name(), some(all.train, 9), some(all.test, 4), all.normalizer()) }
        data    = few(restrictedImageNet('%1$s'))
        network = model('%2$s', data: data)
        using network
        photos  = data.test[0..1]
        """
            .formatted(folder.resolve(SAMPLES), name));
    looksInto();
    trains();
  }

  private void looksInto() {
    InversionResult inverted =
        say("invert(*: paper().invert, steps: 4, photos).from(noise(2)).get()");
    for (int i = 0; i < 2; i++) {
      assertTrue(inverted.distanceAfter()[i] < inverted.distanceBefore()[i], "inversion " + i);
    }
    InterpolationResult between =
        say("interpolate(*: paper().interpolate, steps: 2, photos[0], photos[1]).frames(3).get()");
    assertEquals(3, between.images().count());
    assertTrue(between.distanceAfter()[1] <= between.distanceBefore()[1]);
    VisualizationResult seen =
        say("visualize(*: paper().visualize, steps: 4, feature: 3).from(photos[0]).get()");
    assertTrue(seen.activationAfter()[0] > seen.activationBefore()[0]);
    // The second largest coordinate, which a few steps can make the largest.
    VisualizationResult added =
        say(
            """
            coordinates = network.represent(photos[0])[0].toList()
            second = coordinates.indexOf(coordinates.toSorted()[-2])
            add(*: paper().add, feature: second).to(photos[0]).get()
            """);
    assertTrue(added.steps()[0] > 0 && added.dominates()[0]);
    AttackResult attacked = say("attack(*: paper().attack, steps: 2, photos).get()[0]");
    for (int i = 0; i < 2; i++) {
      assertTrue(attacked.sizes()[i] > 0 && attacked.sizes()[i] <= 3 + ROUNDING);
      assertTrue(attacked.lossesAfter()[i] > attacked.lossesBefore()[i], "attack " + i);
    }
  }

  private void trains() {
    Table memory = say("network.memory(batch: 4)");
    assertEquals(3, memory.rowCount());
    for (String settings : List.of("standard", "train, steps: 1")) {
      String before = say("network.hash");
      Table history =
          say(
              "network.train(*: paper().%s, epochs: 1, batch: 3, learningRate: 0.001, evaluateOn: 2)"
                  .formatted(settings));
      assertTrue(history.doubleColumn("train loss").get(0) > 0);
      assertNotEquals(before, say("network.hash"));
    }
    Table accuracies = say("network.evaluate(*: paper().evaluate, steps: 2)");
    double clean = accuracies.doubleColumn("clean").get(0);
    double attacked = accuracies.doubleColumn("eps 3").get(0);
    assertTrue(attacked >= 0 && attacked <= clean && clean <= 1, accuracies.print());
    String body = "represent(photos).collect { it.toList() }";
    say(
        "other = model(network, data: few(imageFolder('%s', size: 224)))"
            .formatted(folder.resolve(SAMPLES)));
    Object before = say("other." + body);
    say("other.train(only: 'head', epochs: 1, batch: 3, learningRate: 0.001, evaluateOn: 2)");
    assertEquals(before, say("other." + body));
    assertEquals(before, say("network." + body));
    assertEquals(
        List.of("bird", "cat", "crab", "dog", "fish", "frog", "insect", "primate", "turtle"),
        say("other.classes"));
  }
}
