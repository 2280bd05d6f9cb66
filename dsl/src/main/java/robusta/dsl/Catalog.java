package robusta.dsl;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import robusta.data.Augmentation;
import robusta.data.Augmentations;
import robusta.data.Cifar10;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Fashion;
import robusta.data.ImageFiles;
import robusta.data.ImageFolder;
import robusta.data.Images;
import robusta.data.Mask;
import robusta.data.RestrictedImageNet;
import robusta.model.Architecture;
import robusta.model.Architectures;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.model.ModelBuilder;
import robusta.run.RobustaException;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The things of the core that scripts ask for by name: data, networks, augmentations. */
final class Catalog {
  /** An augmentation by name, or one made in Java. */
  static final Kind AUGMENTATION =
      new Kind(
          "none, cifar, fashion, imagenet or an Augmentation",
          List.of("none", "cifar", "fashion", "imagenet"),
          value -> value instanceof Augmentation ? value : augmentation(value));

  private final Workbench bench;

  Catalog(Workbench bench) {
    this.bench = bench;
  }

  DataSource fashion(Path folder) {
    return folder == null ? Fashion.embedded() : Fashion.from(folder);
  }

  DataSource cifar10(Path folder) {
    return folder == null ? Cifar10.find(bench.context()) : Cifar10.load(folder);
  }

  DataSource imageFolder(Path folder, Arguments given) {
    return ImageFolder.load(
        folder,
        given.count("size", 64),
        given.text("color", "rgb").equals("gray") ? 1 : 3,
        bench.seed());
  }

  DataSource restrictedImageNet(Path folder, Arguments given) {
    return RestrictedImageNet.load(folder, given.count("size", 224));
  }

  /** Files as the network in use takes them; in RGB and their own size where there is none. */
  Pictures images(Arguments given, Path... files) {
    Network network = given.get("with").map(Network.class::cast).orElse(bench.network());
    Images images =
        network == null
            ? ImageFiles.read(3, files)
            : ImageFiles.read(
                network.model().channels(),
                network.model().height(),
                network.model().width(),
                files);
    List<String> names = Arrays.stream(files).map(file -> file.getFileName().toString()).toList();
    return Pictures.of(images, String.join(", ", names));
  }

  /** What is bright in an image file, in one image or in rows of numbers. */
  Mask mask(Object drawn) {
    if (drawn instanceof CharSequence || drawn instanceof File || drawn instanceof Path) {
      return Mask.of(ImageFiles.read(1, bench.find((Path) Kind.path().convert(drawn))));
    }
    if (Pictures.fits(drawn)) {
      return Mask.of(Pictures.from(drawn).images());
    }
    Object[] rows = drawn instanceof List<?> list ? list.toArray() : Kind.elements(drawn);
    int width = rows.length == 0 ? 0 : Kind.elements(rows[0]).length;
    float[] pixels = new float[rows.length * width];
    for (int i = 0; i < pixels.length; i++) {
      Object row = rows[i / width];
      Object[] values = Kind.elements(row);
      if (row instanceof Number
          || values.length != width
          || !(values[i % width] instanceof Number value)) {
        throw new RobustaException(
            "mask needs a file name, an image or rows of as many numbers each, not "
                + Kind.show(drawn));
      }
      pixels[i] = value.floatValue();
    }
    return Mask.of(new Images(pixels, 1, 1, rows.length, width));
  }

  /** A network that Robusta saved. */
  Network load(Path file, Arguments given) {
    Model model = Checkpoints.load(bench.find(file));
    return adopt(new Network(bench, named(model, given), data(given)));
  }

  /** A network from a file of weights whose architecture the script says, or the file itself. */
  Network pretrained(Arguments given) {
    Path file = (Path) given.required("file");
    if (!given.has("architecture")) {
      return load(file, given);
    }
    DataSource data = (DataSource) given.required("data");
    Dataset images = data.train();
    Architecture architecture =
        Architectures.named(given.text("architecture", ""), images.height(), images.width());
    if (given.has("width")) {
      architecture = architecture.withWidth(given.count("width", 0));
    }
    Model model =
        Checkpoints.load(
            bench.find(file),
            architecture,
            given.text("name", architecture.name()),
            data.classes(),
            images.channels(),
            images.height(),
            images.width());
    return adopt(new Network(bench, model, data));
  }

  private static DataSource data(Arguments given) {
    return given.get("data").map(DataSource.class::cast).orElse(null);
  }

  private static Model named(Model model, Arguments given) {
    return given.has("name")
        ? new Model(
            given.text("name", ""),
            model.graph(),
            model.normalizer(),
            model.classes(),
            model.channels(),
            model.height(),
            model.width(),
            model.architecture())
        : model;
  }

  /** A new network, which is in use from then on if none was. */
  Network model(String name, Arguments given) {
    DataSource data = (DataSource) given.required("data");
    ModelBuilder builder = Model.create(name).data(data).seed(given.integer("seed", bench.seed()));
    if (given.has("width")) {
      builder.width(given.count("width", 0));
    }
    if (given.has("name")) {
      builder.name(given.text("name", null));
    }
    Model model = builder.build();
    return adopt(new Network(bench, model, data));
  }

  /** Puts it in use if no network is. */
  private Network adopt(Network network) {
    if (bench.network() == null) {
      bench.use(network);
    }
    return network;
  }

  /** The architectures with their usual widths. */
  Table models() {
    IntColumn widths = IntColumn.create("width");
    for (String name : Architectures.names()) {
      widths.append(Architectures.named(name, Architecture.Form.CIFAR).width());
    }
    return Table.create("models", StringColumn.create("model", Architectures.names()), widths);
  }

  private static Augmentation augmentation(Object name) {
    return switch (name.toString().toLowerCase(Locale.ROOT)) {
      case "none" -> Augmentation.NONE;
      case "cifar" -> Augmentations.cifar();
      case "fashion" -> Augmentations.fashion();
      case "imagenet" -> Augmentations.imageNet();
      default -> null;
    };
  }
}
