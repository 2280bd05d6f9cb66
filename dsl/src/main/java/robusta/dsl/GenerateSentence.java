package robusta.dsl;

import java.util.Arrays;
import java.util.Collections;
import robusta.data.Dataset;
import robusta.data.Images;
import robusta.represent.ClassGaussian;
import robusta.represent.Synthesis;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/** {@code generate('cat').count(4)}; several classes give so many images each. */
public final class GenerateSentence extends SynthesisSentence<GenerateSentence> {
  private final Object classes;

  GenerateSentence(Bound bound, Object classes) {
    super(bound);
    this.classes = classes;
  }

  @Override
  GenerateSentence copy(Bound other) {
    return new GenerateSentence(other, classes);
  }

  /** How many images of each class. */
  public GenerateSentence count(int images) {
    return set("count", images);
  }

  /** Where to begin, instead of at samples of the classes' normal distributions. */
  public GenerateSentence from(Object starts) {
    return set("from", starts);
  }

  /** The images whose normal distributions the starts are drawn from. */
  public GenerateSentence data(Dataset images) {
    return set("data", images);
  }

  /** Another network, which says what classes it sees. */
  public GenerateSentence judge(Network network) {
    return set("judge", network);
  }

  @Override
  Synthesis synthesis(RunContext context) {
    int[] labels = labels(classes);
    if (labels.length == 0) {
      throw new RobustaException("generate needs a class, as in generate('cat').count(4)");
    }
    if (Arrays.stream(labels).distinct().count() < labels.length) {
      throw new RobustaException(
          "generate makes the same images of a class that is named twice; name it once, with count for several");
    }
    Images starts = starts(context, labels);
    int each = starts.count() / labels.length;
    int[] aims = new int[starts.count()];
    Arrays.setAll(aims, i -> labels[i / each]);
    return Synthesis.generation(network().model(), bench().engine(), starts).to(aims);
  }

  private Images starts(RunContext context, int... labels) {
    if (!arguments().has("from")) {
      return ClassGaussian.sample(data(), arguments().count("count", 1), context, inData(labels));
    }
    if (arguments().has("count")) {
      throw new RobustaException(
          "generate makes one image of each class for each start; give from or count, not both");
    }
    return Images.concat(
        Collections.nCopies(labels.length, imagesOf("from")).toArray(Images[]::new));
  }

  /** The data may know fewer classes than the network, or have them in another order. */
  private int[] inData(int... labels) {
    Dataset data = data();
    return Arrays.stream(labels)
        .map(
            label -> {
              String name = network().getClasses().get(label);
              int there = data.classes().indexOf(name);
              if (there < 0) {
                throw new RobustaException(
                    "%s has no class '%s' to draw starts from; its classes are %s"
                        .formatted(data.name(), name, String.join(", ", data.classes())));
              }
              return there;
            })
        .toArray();
  }

  private Dataset data() {
    return arguments()
        .get("data")
        .map(Dataset.class::cast)
        .orElseGet(
            () -> {
              if (network().getData() == null) {
                throw new RobustaException(
                    "generate draws its starts from training images, and '%s' came without data; write .data(data.train) or .from(noise(4))"
                        .formatted(network().getName()));
              }
              return network().getData().train();
            });
  }

  @Override
  String origin() {
    return arguments().has("from") ? originOf("from") : data().name();
  }
}
