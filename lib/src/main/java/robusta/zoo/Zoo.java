package robusta.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.run.RobustaException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The pretrained models that lie on the class path: in every folder {@code robusta/zoo} with a
 * {@code README.md}, be it of a jar or of classes, each {@code NAME.json} is a card and {@code
 * NAME.safetensors} beside it has the weights. Nothing is downloaded, and nothing is read before it
 * is asked for.
 *
 * <pre>{@code
 * Model robust = Zoo.shipped().load("cifar10-l2-0.5");
 * }</pre>
 */
public final class Zoo {
  static final String FOLDER = "robusta/zoo/";

  /** What marks the folder, since the entries of a jar can only be listed from one of them. */
  private static final String MARK = FOLDER + "README.md";

  private static final String CARD = ".json";
  private static final String WEIGHTS = ".safetensors";

  /** Where each model's card is, by the model's name. */
  private final Map<String, URL> places;

  private Zoo(Map<String, URL> places) {
    this.places = places;
  }

  private static final class Shipped {
    static final Zoo ZOO = of(Zoo.class.getClassLoader());
  }

  /** The models that came with Robusta. */
  public static Zoo shipped() {
    return Shipped.ZOO;
  }

  /** The models that a class loader sees. */
  static Zoo of(ClassLoader loader) {
    Map<String, URL> places = new TreeMap<>();
    try {
      for (URL mark : Collections.list(loader.getResources(MARK))) {
        for (String file : files(mark)) {
          if (file.endsWith(CARD)) {
            String name = file.substring(0, file.length() - CARD.length());
            places.putIfAbsent(name, new URL(mark, file));
          }
        }
      }
    } catch (IOException e) {
      throw new RobustaException("the pretrained models cannot be listed: " + e.getMessage(), e);
    }
    return new Zoo(places);
  }

  /** The names of the files beside one. */
  private static List<String> files(URL beside) throws IOException {
    if (beside.getProtocol().equals("file")) {
      Path folder = Path.of(URI.create(beside.toString())).getParent();
      try (Stream<Path> files = Files.list(folder)) {
        return files.map(file -> file.getFileName().toString()).toList();
      }
    }
    if (beside.openConnection() instanceof JarURLConnection connection) {
      connection.setUseCaches(false); // or closing this jar closes everyone's
      try (JarFile jar = connection.getJarFile()) {
        return jar.stream()
            .map(entry -> entry.getName())
            .filter(entry -> entry.startsWith(FOLDER))
            .map(entry -> entry.substring(FOLDER.length()))
            .filter(entry -> !entry.contains("/"))
            .toList();
      }
    }
    return List.of();
  }

  /** The models' names, sorted. */
  public List<String> names() {
    return List.copyOf(places.keySet());
  }

  /** The card of every model, by name. */
  public Map<String, ModelCard> cards() {
    Map<String, ModelCard> cards = new LinkedHashMap<>();
    places.keySet().forEach(name -> cards.put(name, card(name)));
    return cards;
  }

  /**
   * One row per model: its name, network, data, what it was trained against, its accuracy on clean
   * images and under attack, which attack that is, the hours of its training, its size in MB.
   */
  public Table table() {
    StringColumn model = StringColumn.create("model");
    StringColumn network = StringColumn.create("network");
    StringColumn data = StringColumn.create("data");
    StringColumn adversary = StringColumn.create("trained against");
    DoubleColumn clean = DoubleColumn.create("clean");
    DoubleColumn attacked = DoubleColumn.create("attacked");
    StringColumn attack = StringColumn.create("attack");
    DoubleColumn hours = DoubleColumn.create("hours");
    DoubleColumn size = DoubleColumn.create("MB");
    for (ModelCard card : cards().values()) {
      model.append(card.name());
      network.append(
          "%s, width %d".formatted(card.network().architecture(), card.network().width()));
      data.append(card.training().data());
      adversary.append(card.training().adversary().orElse("nobody"));
      clean.append(part(card.clean()));
      attacked.append(part(card.attacked()));
      attack.append(card.attacked().map(ModelCard.Accuracy::label).orElse(""));
      hours.append(Math.round(card.hours() * 100) / 100.0);
      size.append(Math.round(card.weights().bytes() / 1e5) / 10.0);
    }
    return Table.create(
        "pretrained models", model, network, data, adversary, clean, attacked, attack, hours, size);
  }

  private static double part(Optional<ModelCard.Accuracy> accuracy) {
    return accuracy.map(ModelCard.Accuracy::part).orElse(Double.NaN);
  }

  /**
   * What is known of a model.
   *
   * @throws RobustaException if there is no such model, with the nearest name; or its card is
   *     damaged
   */
  public ModelCard card(String name) {
    return ModelCard.parse(FOLDER + name + CARD, bytes(name, CARD));
  }

  /**
   * Reads a model.
   *
   * @throws RobustaException if there is no such model, with the nearest name; or its files are
   *     damaged
   */
  public Model load(String name) {
    ModelCard card = card(name);
    Model model = Checkpoints.load(Path.of(FOLDER + name + WEIGHTS), bytes(name, WEIGHTS));
    if (!model.hash().equals(card.weights().hash())) {
      throw new RobustaException(
          "%s%s%s has the hash %s but its card is of the weights %s; one of them is damaged or of another training"
              .formatted(FOLDER, name, WEIGHTS, model.hash(), card.weights().hash()));
    }
    return model.withStart(name + " " + card.weights().hash());
  }

  private byte[] bytes(String name, String ending) {
    URL place = places.get(name);
    if (place == null) {
      throw unknown(name);
    }
    try {
      URLConnection connection = new URL(place, name + ending).openConnection();
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new RobustaException(
          "%s%s%s is missing or damaged, so '%s' cannot be loaded; get Robusta anew"
              .formatted(FOLDER, name, ending, name),
          e);
    }
  }

  private RobustaException unknown(String name) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return new RobustaException(
        places.keySet().stream()
            .min(Comparator.comparingInt(known -> distance.apply(name, known)))
            .map(
                nearest ->
                    "there is no pretrained model '%s'; did you mean '%s'? There are %s"
                        .formatted(name, nearest, String.join(", ", places.keySet())))
            .orElse(
                "there is no pretrained model '%s'; this build of Robusta has none at all"
                    .formatted(name)));
  }
}
