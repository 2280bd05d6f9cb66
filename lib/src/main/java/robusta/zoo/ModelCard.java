package robusta.zoo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import robusta.run.RobustaException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a pretrained model is, how it came about and how good it is.
 *
 * @param name what {@link Zoo#load} knows it by
 * @param about what it is, in a sentence
 * @param network the network
 * @param trainings how it was trained: once, or several times, each from what the one before left
 * @param weights the weights as they are shipped
 * @param accuracy measured with the weights as they are shipped, computing in float32
 * @param licence the licence of the weights, such as {@code "Apache-2.0"}
 * @param script the script that trains it again, from the root of the repository
 */
public record ModelCard(
    String name,
    String about,
    Network network,
    List<Training> trainings,
    Weights weights,
    List<Accuracy> accuracy,
    String licence,
    String script) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  public ModelCard {
    if (trainings.isEmpty()) {
      throw new IllegalArgumentException("a model of the zoo was trained");
    }
    trainings = List.copyOf(trainings);
    accuracy = List.copyOf(accuracy);
  }

  /**
   * The network.
   *
   * @param architecture such as {@code "resnet18"}
   * @param form {@code "cifar"} or {@code "torchvision"}
   * @param width channels of its first convolution
   * @param parameters how many numbers training changed
   * @param representation coordinates of its representation
   * @param images the shape of its images, such as {@code "3x32x32"}
   * @param classes how many classes it tells apart
   */
  public record Network(
      String architecture,
      String form,
      int width,
      long parameters,
      int representation,
      String images,
      int classes) {}

  /**
   * One training.
   *
   * @param data the name of the dataset, such as {@code "cifar10"}
   * @param trainedOn what that is, in half a sentence
   * @param seed the seed
   * @param settings the recipe: every setting of the training by name
   * @param epochs how often it went through the training images
   * @param hours how long that took, evaluations and interrupted parts of finished epochs included
   * @param machine what it ran on: processor and cores
   * @param versions names and versions of the software
   * @param losses the mean training loss of each epoch, in nats
   */
  public record Training(
      String data,
      String trainedOn,
      long seed,
      Map<String, String> settings,
      int epochs,
      double hours,
      String machine,
      Map<String, String> versions,
      List<Double> losses) {

    public Training {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
      versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
      losses = List.copyOf(losses);
    }

    /** The name and hash of the model that it started from, or a file; empty for random weights. */
    public Optional<String> start() {
      return Optional.ofNullable(settings.get("start"));
    }

    /** How far the adversary went, such as {@code "L2 0.5"}; empty for standard training. */
    public Optional<String> adversary() {
      return Optional.ofNullable(settings.get("eps"))
          .map(eps -> settings.getOrDefault("norm", "") + " " + eps);
    }
  }

  /**
   * The weights as they are shipped.
   *
   * @param precision {@code "f16"}: half precision; biases and statistics are f32
   * @param bytes how long their file is
   * @param hash the model's hash, which recipes name
   */
  public record Weights(String precision, long bytes, String hash) {}

  /**
   * How many images the model classified correctly.
   *
   * @param attack {@code "clean"}, or the attack, such as {@code "PGD-20"}
   * @param norm what eps measures
   * @param eps how far the attack went; 0 for clean images
   * @param correct images that were classified correctly
   * @param images images in all
   * @param of the dataset's half, such as {@code "cifar10 test"}
   */
  public record Accuracy(
      String attack, String norm, double eps, int correct, int images, String of) {

    /** From 0 to 1. */
    public double part() {
      return (double) correct / images;
    }

    /** What a table's column is called: {@code "clean"} or such as {@code "PGD-20 at L2 0.5"}. */
    public String label() {
      return eps == 0 ? attack : "%s at %s %s".formatted(attack, norm, number(eps));
    }

    private static String number(double x) {
      return x == Math.rint(x) ? Long.toString((long) x) : Double.toString(x);
    }
  }

  /** The last training, which made it what it is. */
  public Training training() {
    return trainings.get(trainings.size() - 1);
  }

  /** The name and hash of the model that it started from, or a file; empty for random weights. */
  public Optional<String> start() {
    return trainings.get(0).start();
  }

  /** Epochs of all trainings. */
  public int epochs() {
    return trainings.stream().mapToInt(Training::epochs).sum();
  }

  /** Hours of all trainings. */
  public double hours() {
    return trainings.stream().mapToDouble(Training::hours).sum();
  }

  /** The accuracy on clean images, where it was measured. */
  public Optional<Accuracy> clean() {
    return accuracy.stream().filter(measured -> measured.eps() == 0).findFirst();
  }

  /** The accuracy under the first attack that it was measured under. */
  public Optional<Accuracy> attacked() {
    return accuracy.stream().filter(measured -> measured.eps() > 0).findFirst();
  }

  /** One row per attack, with the columns images, attack, accuracy and count. */
  public Table accuracyTable() {
    StringColumn of = StringColumn.create("images");
    StringColumn attack = StringColumn.create("attack");
    DoubleColumn part = DoubleColumn.create("accuracy");
    IntColumn count = IntColumn.create("count");
    for (Accuracy measured : accuracy) {
      of.append(measured.of());
      attack.append(measured.label());
      part.append(measured.part());
      count.append(measured.images());
    }
    return Table.create("accuracy", of, attack, part, count);
  }

  /** The card as the text of its file. */
  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Reads a card.
   *
   * @param name what messages call it
   * @param json the text of its file
   * @throws RobustaException if it is no card
   */
  static ModelCard parse(String name, byte[] json) {
    try {
      return JSON.readValue(json, ModelCard.class);
    } catch (JsonProcessingException e) {
      throw new RobustaException("%s is damaged: %s".formatted(name, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }
}
