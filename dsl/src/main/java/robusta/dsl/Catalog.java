package robusta.dsl;

import java.io.File;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import robusta.data.Augmentation;
import robusta.data.Augmentations;
import robusta.data.Cifar10;
import robusta.data.DataSource;
import robusta.data.Fashion;
import robusta.data.ImageFiles;
import robusta.data.ImageFolder;
import robusta.data.ImageNet;
import robusta.data.Images;
import robusta.data.KnownData;
import robusta.data.Mask;
import robusta.data.Photographs;
import robusta.data.Restricted64;
import robusta.data.RestrictedImageNet;
import robusta.model.Architecture;
import robusta.model.Architectures;
import robusta.model.CheckpointReader;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.model.ModelBuilder;
import robusta.model.TransferBuilder;
import robusta.paper.PaperSettings;
import robusta.run.RobustaException;
import robusta.zoo.ModelCard;
import robusta.zoo.Zoo;
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

  /** Pixels a side that the photographs have. */
  private static final int PHOTOGRAPH = 256;

  private final Workbench bench;
  private final Map<KnownData, SoftReference<DataSource>> found = new EnumMap<>(KnownData.class);

  Catalog(Workbench bench) {
    this.bench = bench;
  }

  DataSource fashion(Path folder) {
    return folder == null ? Fashion.embedded() : Fashion.from(folder);
  }

  DataSource cifar10(Path folder) {
    return folder == null ? known(KnownData.CIFAR10) : Cifar10.load(folder);
  }

  DataSource restricted64(Path place) {
    return place == null ? known(KnownData.RESTRICTED64) : Restricted64.load(place);
  }

  /** Data by their name alone; while somebody has them, they are not read again. */
  private DataSource known(KnownData data) {
    synchronized (found) {
      SoftReference<DataSource> kept = found.get(data);
      DataSource source = kept == null ? null : kept.get();
      if (source == null) {
        source = data.find(bench.context());
        found.put(data, new SoftReference<>(source));
      }
      return source;
    }
  }

  DataSource imageFolder(Path folder, Arguments given) {
    ImageFolder images =
        ImageFolder.at(folder)
            .size(given.count("size", 64))
            .channels(given.text("color", "rgb").equals("gray") ? 1 : 3)
            .seed(bench.seed());
    given.lists("groups").ifPresent(images::groups);
    return images.load();
  }

  DataSource imageNet(Path folder, Arguments given) {
    return ImageNet.load(folder, given.count("size", 224));
  }

  DataSource restrictedImageNet(Path folder, Arguments given) {
    return RestrictedImageNet.load(folder, given.count("size", 224));
  }

  /** Files as the network in use takes them; in RGB and their own size where there is none. */
  Pictures images(Arguments given, Path... files) {
    Network network = bench.network(given);
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

  /** Photographs that come with Robusta, in the size asked for or that of the network in use. */
  Pictures photographs(Arguments given, List<String> names) {
    Network network = bench.network(given);
    Model model = network == null ? null : network.model();
    int channels = model == null ? 3 : model.channels();
    int height = given.count("size", model == null ? PHOTOGRAPH : model.height());
    int width = given.count("size", model == null ? PHOTOGRAPH : model.width());
    List<String> chosen = names.isEmpty() ? Photographs.names() : names;
    for (String name : chosen) {
      if (!Photographs.names().contains(name)) {
        throw new RobustaException(
            "there is no photograph '%s'%s"
                .formatted(
                    name,
                    Nearest.hint(
                        name,
                        Photographs.names(),
                        "; there are " + String.join(", ", Photographs.names()))));
      }
    }
    return Pictures.named(Photographs.read(channels, height, width, chosen), chosen, "photographs");
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

  /** A network from a file that says where it is among its options. */
  Network pretrained(Arguments given) {
    if (!given.has("file")) {
      throw new RobustaException(
          "pretrained needs the name of a network, as in pretrained('%s'), or a file"
              .formatted(Zoo.shipped().names().stream().findFirst().orElse("name")));
    }
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
    DataSource data = data(given);
    if (data != null) {
      reader.data(data);
    }
    return adopt(new Network(bench, reader.read(), data));
  }

  private static List<String> names(Object checked) {
    return ((List<?>) checked).stream().map(String.class::cast).toList();
  }

  /** One of the networks that Robusta brings along. */
  Network pretrained(String name, Arguments given) {
    for (String option : List.of("file", "architecture", "width", "classes", "size")) {
      if (given.has(option)) {
        throw new RobustaException(
            "pretrained('%s') has its own weights, so it takes no %s".formatted(name, option));
      }
    }
    ModelCard card = Zoo.shipped().card(name);
    Model model = named(Zoo.shipped().load(name), given);
    Supplier<DataSource> data =
        given.has("data")
            ? () -> data(given)
            : () -> KnownData.named(card.training().data()).map(this::known).orElse(null);
    return adopt(new Network(bench, model, data, card));
  }

  private static DataSource data(Arguments given) {
    return given.get("data").map(DataSource.class::cast).orElse(null);
  }

  private static Model named(Model model, Arguments given) {
    return given.has("name") ? model.withName(given.text("name", "")) : model;
  }

  /** A new network, which is in use from then on if none was. */
  Network model(String name, Arguments given) {
    DataSource data = (DataSource) given.required("data");
    ModelBuilder builder = Model.create(name).data(data).seed(given.integer("seed", bench.seed()));
    if (given.has("width")) {
      builder.width(given.count("width", 0));
    }
    if (given.has("form")) {
      builder.form(Architecture.Form.valueOf(given.text("form", "").toUpperCase(Locale.ROOT)));
    }
    if (given.has("name")) {
      builder.name(given.text("name", null));
    }
    Model model = builder.build();
    return adopt(new Network(bench, model, data));
  }

  /** A network that starts from a copy of another one, with a new head where classes differ. */
  Network model(Network other, Arguments given) {
    for (String option : List.of("width", "form")) {
      if (given.has(option)) {
        throw new RobustaException(
            "a network that starts from '%s' has its architecture, so it takes no %s"
                .formatted(other.getName(), option));
      }
    }
    DataSource data = data(given);
    TransferBuilder builder = Model.from(other.model()).seed(given.integer("seed", bench.seed()));
    if (data != null) {
      builder.data(data);
    }
    if (given.has("name")) {
      builder.name(given.text("name", null));
    }
    return adopt(
        new Network(bench, builder.build(), data == null ? other::getData : () -> data, null));
  }

  /** The paper's settings for some data; for an empty name those for the network in use. */
  PaperWords paper(String data) {
    if (data.isEmpty()) {
      Network network = bench.network();
      return new PaperWords(
          network == null ? PaperSettings.IMAGENET : PaperSettings.of(network.model()));
    }
    return Stream.of(PaperSettings.IMAGENET, PaperSettings.CIFAR10)
        .filter(settings -> settings.data().equalsIgnoreCase(data))
        .findFirst()
        .map(PaperWords::new)
        .orElseThrow(
            () ->
                new RobustaException(
                    "there are settings for imagenet (Restricted ImageNet, too) and cifar10, not for '%s'"
                        .formatted(data)));
  }

  /** Puts it in use if no network is. */
  private Network adopt(Network network) {
    if (bench.network() == null) {
      bench.use(network);
    }
    return network;
  }

  /** The architectures with their usual widths. */
  Table architectures() {
    IntColumn widths = IntColumn.create("width");
    for (String name : Architectures.names()) {
      widths.append(Architectures.named(name, Architecture.Form.CIFAR).width());
    }
    return Table.create(
        "architectures", StringColumn.create("architecture", Architectures.names()), widths);
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
