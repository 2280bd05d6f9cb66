package robusta.dsl;

import java.nio.file.Path;
import java.util.Locale;
import robusta.data.Augmentation;
import robusta.data.Augmentations;
import robusta.data.Cifar10;
import robusta.data.DataSource;
import robusta.data.Fashion;
import robusta.model.Architecture;
import robusta.model.Architectures;
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
