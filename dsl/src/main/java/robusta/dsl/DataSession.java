package robusta.dsl;

import groovy.transform.NamedParam;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import robusta.data.DataSource;
import robusta.data.Patterns;
import robusta.model.Model;
import robusta.represent.Starts;
import robusta.zoo.ModelCard;
import robusta.zoo.Zoo;
import tech.tablesaw.api.Table;

/** The verbs for data, networks and images to begin from: what a {@link Session} begins with. */
public interface DataSession {

  /** What the sentences share. */
  Workbench workbench();

  /** Fashion-MNIST, the subset that Robusta brings along. */
  default DataSource fashion() {
    return workbench().catalog().fashion(null);
  }

  /** Fashion-MNIST from its four IDX files in a folder. */
  default DataSource fashion(String folder) {
    return workbench().catalog().fashion(Path.of(folder));
  }

  /** CIFAR-10 from the data directory; downloaded once where it is not there. */
  default DataSource cifar10() {
    return workbench().catalog().cifar10(null);
  }

  /** CIFAR-10 from a folder. */
  default DataSource cifar10(String folder) {
    return workbench().catalog().cifar10(Path.of(folder));
  }

  /** A new network for some data; see {@code help model}. */
  default Network model(
      @NamedParam(value = "data", type = DataSource.class, required = true)
          @NamedParam(value = "width", type = Integer.class)
          @NamedParam(value = "form", type = String.class)
          @NamedParam(value = "name", type = String.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options,
      String architecture) {
    return workbench().catalog().model(architecture, Verbs.MODEL.check(options));
  }

  /** A network that starts from a copy of another one; see {@code help model}. */
  default Network model(
      @NamedParam(value = "data", type = DataSource.class)
          @NamedParam(value = "name", type = String.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options,
      Network other) {
    return workbench().catalog().model(other, Verbs.MODEL.check(options));
  }

  /** A network that starts from a copy of another one; it needs a name or data. */
  default Network model(Network other) {
    return model(Map.of(), other);
  }

  /** Images sorted into one folder per class. */
  default DataSource imageFolder(
      @NamedParam(value = "size", type = Integer.class)
          @NamedParam(value = "color", type = String.class)
          @NamedParam(value = "groups", type = Map.class)
          Map<String, ?> options,
      String folder) {
    return workbench().catalog().imageFolder(Path.of(folder), Verbs.IMAGE_FOLDER.check(options));
  }

  /** Images sorted into one folder per class, in RGB of 64x64 pixels. */
  default DataSource imageFolder(String folder) {
    return imageFolder(Map.of(), folder);
  }

  /** ImageNet, or a part of it. */
  default DataSource imageNet(
      @NamedParam(value = "size", type = Integer.class) Map<String, ?> options, String folder) {
    return workbench().catalog().imageNet(Path.of(folder), Verbs.IMAGE_NET.check(options));
  }

  /** ImageNet, or a part of it, in 224x224 pixels. */
  default DataSource imageNet(String folder) {
    return imageNet(Map.of(), folder);
  }

  /** ImageNet, or a part of it, in the paper's nine groups. */
  default DataSource restrictedImageNet(
      @NamedParam(value = "size", type = Integer.class) Map<String, ?> options, String folder) {
    return workbench()
        .catalog()
        .restrictedImageNet(Path.of(folder), Verbs.RESTRICTED.check(options));
  }

  /** ImageNet, or a part of it, in the paper's nine groups, in 224x224 pixels. */
  default DataSource restrictedImageNet(String folder) {
    return restrictedImageNet(Map.of(), folder);
  }

  /** Restricted ImageNet at 64x64 pixels, from the data directory. */
  default DataSource restricted64() {
    return workbench().catalog().restricted64(null);
  }

  /** Restricted ImageNet at 64x64 pixels, from a folder or an archive of Tiny ImageNet. */
  default DataSource restricted64(String place) {
    return workbench().catalog().restricted64(Path.of(place));
  }

  /** Photographs that come with Robusta, fitted to the network in use. */
  default Pictures photographs(
      @NamedParam(value = "size", type = Integer.class)
          @NamedParam(value = "with", type = Network.class)
          Map<String, ?> options,
      String... names) {
    return workbench().catalog().photographs(ZooVerbs.PHOTOGRAPHS.check(options), List.of(names));
  }

  /** Photographs that come with Robusta, fitted to the network in use. */
  default Pictures photographs(String... names) {
    return photographs(Map.of(), names);
  }

  /** Images from files, fitted to the network in use. */
  default Pictures images(
      @NamedParam(value = "with", type = Network.class) Map<String, ?> options, String... files) {
    Path[] paths = Stream.of(files).map(Path::of).toArray(Path[]::new);
    return workbench().catalog().images(Verbs.IMAGES.check(options), paths);
  }

  /** Images from files, fitted to the network in use. */
  default Pictures images(String... files) {
    return images(Map.of(), files);
  }

  /** Images of noise in the size of the network in use. */
  default Pictures noise(
      @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "with", type = Network.class)
          Map<String, ?> options,
      int count) {
    Arguments given = RepresentationVerbs.NOISE.check(options);
    Model size = workbench().sized(given);
    return Pictures.of(
        Starts.noise(
            workbench().context(given.integer("seed", workbench().seed())),
            DataWords.atLeastOne("noise", count),
            size.channels(),
            size.height(),
            size.width()),
        "noise");
  }

  /** Images of noise in the size of the network in use. */
  default Pictures noise(int count) {
    return noise(Map.of(), count);
  }

  /** Images of mid-grey in the size of the network in use. */
  default Pictures gray(
      @NamedParam(value = "with", type = Network.class) Map<String, ?> options, int count) {
    Model size = workbench().sized(RepresentationVerbs.GRAY.check(options));
    return Pictures.of(
        Starts.gray(
            DataWords.atLeastOne("gray", count), size.channels(), size.height(), size.width()),
        "gray");
  }

  /** Images of mid-grey in the size of the network in use. */
  default Pictures gray(int count) {
    return gray(Map.of(), count);
  }

  /** Pictures that are no photographs in the size of the network in use; see {@link Patterns}. */
  default Pictures patterns(
      @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "with", type = Network.class)
          Map<String, ?> options,
      int count) {
    Arguments given = RepresentationVerbs.PATTERNS.check(options);
    Model size = workbench().sized(given);
    return Pictures.of(
        Patterns.of(
            workbench().context(given.integer("seed", workbench().seed())).random("patterns", 0),
            DataWords.atLeastOne("patterns", count),
            size.channels(),
            size.height(),
            size.width()),
        "patterns");
  }

  /** Pictures that are no photographs in the size of the network in use. */
  default Pictures patterns(int count) {
    return patterns(Map.of(), count);
  }

  /** A network that was saved, here or by PyTorch; see {@code help load}. */
  default Network load(
      @NamedParam(value = "architecture", type = String.class)
          @NamedParam(value = "width", type = Integer.class)
          @NamedParam(value = "classes", type = List.class)
          @NamedParam(value = "size", type = Integer.class)
          @NamedParam(value = "data", type = DataSource.class)
          @NamedParam(value = "name", type = String.class)
          Map<String, ?> options,
      String file) {
    return workbench().catalog().load(Path.of(file), Verbs.LOAD.check(options));
  }

  /** A network that was saved. */
  default Network load(String file) {
    return load(Map.of(), file);
  }

  /** A network that Robusta brings along; see {@code help pretrained}. */
  default Network pretrained(
      @NamedParam(value = "data", type = DataSource.class)
          @NamedParam(value = "name", type = String.class)
          Map<String, ?> options,
      String name) {
    return workbench().catalog().pretrained(name, ZooVerbs.PRETRAINED.check(options));
  }

  /** A network that Robusta brings along. */
  default Network pretrained(String name) {
    return pretrained(Map.of(), name);
  }

  /** A network from weights that were trained elsewhere; see {@code help pretrained}. */
  default Network pretrained(
      @NamedParam(value = "file", type = String.class, required = true)
          @NamedParam(value = "architecture", type = String.class)
          @NamedParam(value = "width", type = Integer.class)
          @NamedParam(value = "classes", type = List.class)
          @NamedParam(value = "size", type = Integer.class)
          @NamedParam(value = "data", type = DataSource.class)
          @NamedParam(value = "name", type = String.class)
          Map<String, ?> options) {
    return workbench().catalog().pretrained(ZooVerbs.PRETRAINED.check(options));
  }

  /** The networks that Robusta brings along, one row each. */
  default Table models() {
    return Zoo.shipped().table();
  }

  /** What is known of one of those networks. */
  default ModelCard models(String name) {
    return Zoo.shipped().card(name);
  }

  /** The paper's settings for networks like the one in use; see {@code help paper}. */
  default PaperWords paper() {
    return workbench().catalog().paper("");
  }

  /** The paper's settings for some data: imagenet or cifar10. */
  default PaperWords paper(String data) {
    return workbench().catalog().paper(data);
  }

  /** The architectures that {@code model} knows. */
  default Table architectures() {
    return workbench().catalog().architectures();
  }
}
