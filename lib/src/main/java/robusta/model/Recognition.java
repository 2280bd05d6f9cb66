package robusta.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import robusta.model.Architecture.Form;
import robusta.model.ResNet.Block;

/**
 * What network tensors belong to, judged by their names and shapes.
 *
 * @param architecture the network
 * @param channels channels of its images
 * @param side height and width of its images in pixels: what their shapes ask for, else what is
 *     usual for its form
 * @param classes how many classes its last layer tells apart
 */
record Recognition(Architecture architecture, int channels, int side, int classes) {

  /** ImageNet's larger label sets have some 22,000. */
  private static final int MAX_CLASSES = 1 << 17;

  private static final int CIFAR_SIDE = 32;
  private static final int IMAGENET_SIDE = 224;

  /** The network, if it is one of those that {@link Architectures} knows at some width. */
  static Optional<Recognition> of(Tensors tensors) {
    Shapes shapes = new Shapes(tensors);
    if (shapes.has("layer1.0.conv1.weight")) {
      return resNet(shapes);
    }
    if (shapes.has("features.0.weight")) {
      return vgg(shapes);
    }
    return shapes.has("conv5.weight")
        ? found(shapes, "conv1.weight", "linear.weight", CIFAR_SIDE, SmallCnn::new)
        : Optional.empty();
  }

  private static Optional<Recognition> resNet(Shapes shapes) {
    List<Integer> blocks = new ArrayList<>();
    for (int count = shapes.blocks(1); count > 0; count = shapes.blocks(blocks.size() + 1)) {
      blocks.add(count);
    }
    Block block = block(shapes);
    long kernel = shapes.extent("conv1.weight", 2);
    if (block == null || blocks.size() > 6 || (kernel != 3 && kernel != 7)) {
      return Optional.empty();
    }
    Form form = kernel == 7 ? Form.TORCHVISION : Form.CIFAR;
    return found(
        shapes,
        "conv1.weight",
        shapes.has("fc.weight") ? "fc.weight" : "linear.weight",
        kernel == 7 ? IMAGENET_SIDE : CIFAR_SIDE,
        width -> new ResNet(blocks, block, form, width));
  }

  private static Block block(Shapes shapes) {
    long width = shapes.extent("conv1.weight", 0);
    long inner = shapes.extent("layer1.0.conv1.weight", 0);
    for (Block block : Block.values()) {
      boolean three = shapes.has("layer1.0.conv3.weight");
      if (three == (block != Block.BASIC) && inner == block.inner((int) width)) {
        return block;
      }
    }
    return null;
  }

  private static Optional<Recognition> vgg(Shapes shapes) {
    List<Integer> convolutions =
        IntStream.range(0, 64)
            .filter(n -> shapes.rank("features." + n + ".weight") == 4)
            .boxed()
            .toList();
    for (int depth : Vgg.DEPTHS) {
      for (boolean batchNorm : new boolean[] {false, true}) {
        if (convolutions.equals(Vgg.convolutions(depth, batchNorm))) {
          boolean large = shapes.has("classifier.6.weight");
          Form form = large ? Form.TORCHVISION : Form.CIFAR;
          return found(
              shapes,
              "features.0.weight",
              large ? "classifier.6.weight" : "classifier.weight",
              large ? vggSide(shapes) : CIFAR_SIDE,
              width -> new Vgg(depth, batchNorm, form, width));
        }
      }
    }
    return Optional.empty();
  }

  /** The first dense layer sees maps of a 32nd of the image's side. */
  private static int vggSide(Shapes shapes) {
    long channels = 8 * shapes.extent("features.0.weight", 0);
    return channels < 1
        ? 0
        : 32 * (int) Math.sqrt(shapes.extent("classifier.0.weight", 1) / (double) channels);
  }

  private static Optional<Recognition> found(
      Shapes shapes, String first, String last, int side, IntFunction<Architecture> architecture) {
    long width = shapes.extent(first, 0);
    long channels = shapes.extent(first, 1);
    long classes = shapes.extent(last, 0);
    boolean plausible =
        width >= 1
            && width <= Architectures.MAX_WIDTH
            && (channels == 1 || channels == 3)
            && classes >= 2
            && classes <= MAX_CLASSES
            && side > 0;
    return plausible
        ? Optional.of(
            new Recognition(architecture.apply((int) width), (int) channels, side, (int) classes))
        : Optional.empty();
  }

  /** The shapes of tensors that may be missing. */
  private record Shapes(Tensors tensors) {

    boolean has(String name) {
      return tensors.names().contains(name);
    }

    int rank(String name) {
      return has(name) ? tensors.shape(name).length : -1;
    }

    /** An extent, or 0. */
    long extent(String name, int axis) {
      return rank(name) > axis ? tensors.shape(name)[axis] : 0;
    }

    /** How many blocks a stage has, at most 99. */
    int blocks(int stage) {
      int count = 0;
      while (count < 99 && has("layer%d.%d.conv1.weight".formatted(stage, count))) {
        count++;
      }
      return count;
    }
  }
}
