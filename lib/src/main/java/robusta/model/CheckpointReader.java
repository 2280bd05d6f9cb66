package robusta.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import robusta.data.ClassNames;
import robusta.data.DataSource;
import robusta.data.ImageNet;
import robusta.data.Normalizer;
import robusta.data.RestrictedImageNet;
import robusta.model.Architecture.Form;
import robusta.run.RobustaException;

/**
 * Reads a model from a file: what Robusta saved (zip or safetensors), or a state dict in a PyTorch
 * file of MadryLab's library, of torchvision or of one's own, or in a safetensors file. {@link
 * Checkpoints#reader} begins one.
 *
 * <p>The architecture is what was said here, else what the file says, else what the names and
 * shapes of the tensors tell. The normaliser is the file's, else that of the data, else ImageNet's
 * for a torchvision network of 1000 classes, else none.
 */
public final class CheckpointReader {

  private static final int IMAGENET_CLASSES = 1000;

  private final Path file;
  private String architecture;
  private Integer layerWidth;
  private List<String> classes;
  private String name;
  private Integer size;
  private DataSource data;

  CheckpointReader(Path file) {
    this.file = file;
  }

  /** What the weights belong to: one of {@link Architectures#names()}. */
  public CheckpointReader architecture(String other) {
    architecture = other;
    return this;
  }

  /** Channels of the first convolution; otherwise as many as its weights have. */
  public CheckpointReader width(int channelsOfFirst) {
    layerWidth = channelsOfFirst;
    return this;
  }

  /** The class names, in label order. */
  public CheckpointReader classes(List<String> names) {
    classes = List.copyOf(names);
    return this;
  }

  /** What to call it; otherwise as it was saved, or as the file. */
  public CheckpointReader name(String other) {
    name = other;
    return this;
  }

  /** Height and width of its images in pixels; otherwise the data's, or 224 or 32 by its form. */
  public CheckpointReader size(int pixels) {
    size = pixels;
    return this;
  }

  /** Gives classes, image size and normaliser where neither the options nor the file do. */
  public CheckpointReader data(DataSource other) {
    data = other;
    return this;
  }

  /**
   * Reads the model.
   *
   * @throws RobustaException if the file is missing, damaged, truncated, of no such format, does
   *     not tell what its model is, or holds other weights than those asked for
   */
  public Model read() {
    if (Checkpoints.isDl4jZip(file)) {
      return described(Dl4jZip.read(file));
    }
    try (Tensors tensors = Checkpoints.open(file)) {
      StateDict stateDict = new StateDict(tensors);
      Map<String, String> text =
          tensors instanceof Safetensors saved ? saved.metadata() : Map.<String, String>of();
      ModelMetadata card =
          text.containsKey("architecture")
              ? described(ModelMetadata.parse(file, text))
              : recognized(stateDict);
      return Checkpoints.load(file, stateDict, card, normalizer(card));
    }
  }

  /** A model whose file says all of it, with what was said here. */
  private Model described(Model model) {
    if (architecture != null || layerWidth != null || size != null) {
      throw new RobustaException(
          "%s is in DL4J's format, which holds its own graph; leave out architecture, width and size"
              .formatted(file));
    }
    return new Model(
        name == null ? model.name() : name,
        model.graph(),
        model.normalizer(),
        classes == null ? model.classes() : fitting(classes, model.classes().size()),
        model.channels(),
        model.height(),
        model.width(),
        model.architecture(),
        model.start());
  }

  private ModelMetadata described(ModelMetadata card) {
    Architecture chosen = card.architecture();
    if (architecture != null) {
      chosen = Architectures.named(architecture, chosen.form()).withWidth(chosen.width());
    }
    return new ModelMetadata(
        name == null ? card.name() : name,
        layerWidth == null ? chosen : chosen.withWidth(layerWidth),
        classes == null ? card.classes() : fitting(classes, card.classes().size()),
        card.channels(),
        size == null ? card.height() : size,
        size == null ? card.width() : size);
  }

  /** What the tensors tell, with what was said here. */
  private ModelMetadata recognized(StateDict tensors) {
    Optional<Recognition> found = Recognition.of(tensors);
    if (found.isEmpty() && architecture == null) {
      throw new RobustaException(
          "%s holds no network that Robusta recognizes by its tensors (%s); name the architecture"
              .formatted(file, Checkpoints.some(tensors.names())));
    }
    int height = size != null ? size : data != null ? data.train().height() : side(found);
    int width = size != null ? size : data != null ? data.train().width() : side(found);
    Architecture chosen = architecture(found, height, width);
    return new ModelMetadata(
        name == null ? stem() : name,
        chosen,
        classes(tensors, found),
        found.isPresent() ? found.get().channels() : data == null ? 3 : data.train().channels(),
        height,
        width);
  }

  private Architecture architecture(Optional<Recognition> found, int height, int width) {
    Architecture chosen;
    if (architecture == null) {
      chosen = found.orElseThrow().architecture();
    } else if (found.isPresent()) {
      Form form = found.get().architecture().form();
      chosen =
          Architectures.named(architecture, form).withWidth(found.get().architecture().width());
    } else {
      chosen = Architectures.named(architecture, height, width);
    }
    return layerWidth == null ? chosen : chosen.withWidth(layerWidth);
  }

  private int side(Optional<Recognition> found) {
    return found
        .map(Recognition::side)
        .orElseThrow(() -> unsaid("the size of its images", "size or data"));
  }

  private List<String> classes(StateDict tensors, Optional<Recognition> found) {
    List<String> given = classes != null || data == null ? classes : data.classes();
    if (found.isPresent()) {
      return given == null ? names(tensors, found.get()) : fitting(given, found.get().classes());
    }
    if (given == null) {
      throw unsaid("its classes", "classes or data");
    }
    return given;
  }

  private List<String> fitting(List<String> names, int count) {
    if (names.size() != count) {
      throw new RobustaException(
          "the network in %s tells %d classes apart, but there are %d names for them"
              .formatted(file, count, names.size()));
    }
    return names;
  }

  /** Nine classes of the library that made Restricted ImageNet are its classes. */
  private static List<String> names(StateDict tensors, Recognition found) {
    List<String> restricted = RestrictedImageNet.classes();
    return tensors.ofMadryLab()
            && found.classes() == restricted.size()
            && found.architecture().form() == Form.TORCHVISION
        ? restricted
        : ClassNames.numbered(found.classes());
  }

  private Normalizer normalizer(ModelMetadata card) {
    if (data != null && data.normalizer().channels() == card.channels()) {
      return data.normalizer();
    }
    return card.architecture().form() == Form.TORCHVISION
            && card.classes().size() == IMAGENET_CLASSES
            && card.channels() == ImageNet.NORMALIZER.channels()
        ? ImageNet.NORMALIZER
        : Normalizer.identity(card.channels());
  }

  private RobustaException unsaid(String what, String option) {
    return new RobustaException(
        "%s does not tell %s; say %s when loading it".formatted(file, what, option));
  }

  private String stem() {
    String whole = file.getFileName().toString();
    int dot = whole.lastIndexOf('.');
    return dot > 0 ? whole.substring(0, dot) : whole;
  }
}
