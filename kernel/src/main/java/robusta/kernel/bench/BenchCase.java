package robusta.kernel.bench;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import robusta.data.Normalizer;
import robusta.model.Architecture.Form;
import robusta.model.Model;
import robusta.model.ResNet;
import robusta.model.ResNet.Block;

/** The networks and batches that are measured: those of the PyTorch script. */
enum BenchCase {
  /** A CIFAR ResNet of three basic blocks, widths 16-32-64. */
  RESNET8_W16("resnet8-w16", 128, 32, 10) {
    @Override
    ResNet network() {
      return new ResNet(List.of(1, 1, 1), Block.BASIC, Form.CIFAR, 16);
    }
  },
  /** A CIFAR ResNet-18, widths 64-128-256-512. */
  RESNET18_W64("resnet18-w64", 64, 32, 10) {
    @Override
    ResNet network() {
      return new ResNet(List.of(2, 2, 2, 2), Block.BASIC, Form.CIFAR, 64);
    }
  },
  /** torchvision's ResNet-50 with nine classes. */
  RESNET50("resnet50", 8, 224, 9) {
    @Override
    ResNet network() {
      return new ResNet(List.of(3, 4, 6, 3), Block.BOTTLENECK, Form.TORCHVISION, 64);
    }
  };

  private static final int CHANNELS = 3;

  private final String label;
  private final int batch;
  private final int pixels;
  private final int classes;

  BenchCase(String label, int batch, int pixels, int classes) {
    this.label = label;
    this.batch = batch;
    this.pixels = pixels;
    this.classes = classes;
  }

  abstract ResNet network();

  /** The case of this name. */
  static BenchCase named(String label) {
    return Stream.of(values()).filter(each -> each.label.equals(label)).findFirst().orElseThrow();
  }

  /** What users call it. */
  String label() {
    return label;
  }

  /** Examples in a batch. */
  int batch() {
    return batch;
  }

  /** Values of an image. */
  int imageSize() {
    return CHANNELS * pixels * pixels;
  }

  int channels() {
    return CHANNELS;
  }

  /** Height and width of an image. */
  int pixels() {
    return pixels;
  }

  int classes() {
    return classes;
  }

  /** The network with random weights; like PyTorch's it takes its input as it is. */
  Model model() {
    return new Model(
        label,
        network().build(CHANNELS, pixels, pixels, classes, 0),
        Normalizer.identity(CHANNELS),
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        CHANNELS,
        pixels,
        pixels);
  }

  /** The names, for completion and help. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(values()).map(BenchCase::label).iterator();
    }
  }
}
