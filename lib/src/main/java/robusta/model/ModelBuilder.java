package robusta.model;

import java.util.List;
import robusta.data.DataSource;
import robusta.data.Normalizer;
import robusta.run.RobustaException;

/** Builds a new model; {@link Model#create} begins one. */
public final class ModelBuilder {
  private final String architecture;
  private String name;
  private Integer layerWidth;
  private Architecture.Form form;
  private long seed;
  private int channels;
  private int height;
  private int width;
  private List<String> classes;
  private Normalizer normalizer;

  ModelBuilder(String architecture) {
    this.architecture = architecture;
  }

  /** Takes the image size, the classes and the normaliser from a dataset. */
  public ModelBuilder data(DataSource data) {
    classes = data.classes();
    normalizer = data.normalizer();
    return images(data.train().channels(), data.train().height(), data.train().width());
  }

  /** The shape of its images, in pixels. */
  public ModelBuilder images(int imageChannels, int imageHeight, int imageWidth) {
    channels = imageChannels;
    height = imageHeight;
    width = imageWidth;
    return this;
  }

  /** The class names, in label order. */
  public ModelBuilder classes(List<String> names) {
    classes = List.copyOf(names);
    return this;
  }

  /** What is done to an image first; without this and {@link #data}, pixels stay in [0, 1]. */
  public ModelBuilder normalizer(Normalizer other) {
    normalizer = other;
    return this;
  }

  /** Channels of the first convolution; all others are multiples of it. */
  public ModelBuilder width(int channelsOfFirst) {
    layerWidth = channelsOfFirst;
    return this;
  }

  /**
   * The stem; when not said, the one that suits the image size (see {@link Architectures#named}).
   */
  public ModelBuilder form(Architecture.Form choice) {
    form = choice;
    return this;
  }

  /** Gives the parameters; 0 when not said. */
  public ModelBuilder seed(long other) {
    seed = other;
    return this;
  }

  /** What to call it; the architecture's name when not said. */
  public ModelBuilder name(String other) {
    name = other;
    return this;
  }

  /**
   * Builds the model.
   *
   * @throws RobustaException if the architecture is unknown, the images are too small for it, or
   *     there are no images or classes
   */
  public Model build() {
    Architecture chosen =
        form == null
            ? Architectures.named(architecture, height, width)
            : Architectures.named(architecture, form);
    if (layerWidth != null) {
      chosen = chosen.withWidth(layerWidth);
    }
    if (channels < 1 || height < 1 || width < 1 || classes == null || classes.size() < 2) {
      throw new RobustaException(
          "a new %s needs to know its images and at least two classes; give it data"
              .formatted(chosen.name()));
    }
    return new Model(
        name == null ? chosen.name() : name,
        chosen.build(channels, height, width, classes.size(), seed),
        normalizer == null ? Normalizer.identity(channels) : normalizer,
        classes,
        channels,
        height,
        width,
        chosen,
        "");
  }
}
