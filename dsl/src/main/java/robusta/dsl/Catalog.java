package robusta.dsl;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import robusta.data.Augmentation;
import robusta.data.Augmentations;
import robusta.data.Cifar10;
import robusta.data.DataSource;
import robusta.data.Fashion;
import robusta.data.ImageFiles;
import robusta.data.ImageFolder;
import robusta.data.Images;
import robusta.data.RestrictedImageNet;
import robusta.model.Architecture;
import robusta.model.Architectures;
import robusta.model.CheckpointReader;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.model.ModelBuilder;
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

  /** A network from a file that says where it is among its options. */
  Network pretrained(Arguments given) {
    return load((Path) given.required("file"), given);
  }

  /** A network from a file of Robusta's or PyTorch's. */
  Network load(Path file, Arguments given) {
    CheckpointReader reader = Checkpoints.reader(bench.find(file));
    given.get("architecture").map(String.class::cast).ifPresent(reader::architecture);
    given.get("width").map(Integer.class::cast).ifPresent(reader::width);
    given.get("classes").map(Catalog::names).ifPresent(reader::classes);
    given.get("size").map(Integer.class::cast).ifPresent(reader::size);
    given.get("name").map(String.class::cast).ifPresent(reader::name);
    DataSource data = given.get("data").map(DataSource.class::cast).orElse(null);
    if (data != null) {
      reader.data(data);
    }
    return adopt(new Network(bench, reader.read(), data));
  }

  private static List<String> names(Object checked) {
    return ((List<?>) checked).stream().map(String.class::cast).toList();
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
