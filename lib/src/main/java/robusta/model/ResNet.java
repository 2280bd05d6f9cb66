package robusta.model;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import robusta.run.RobustaException;

/**
 * Residual networks (He et al. 2015). Stages have widths w, 2w, 4w, 8w ... and strides 1, 2, 2, 2
 * ...; where a block changes the shape, its shortcut is a 1x1 convolution with batch norm. The
 * representation is what global average pooling gives.
 *
 * <p>Layers are named as in MadryLab's {@code cifar_models} ({@code layer2.0.shortcut.0}, {@code
 * linear}) for {@link Architecture.Form#CIFAR} and as in torchvision ({@code
 * layer2.0.downsample.0}, {@code fc}) for {@link Architecture.Form#TORCHVISION}. Those without
 * parameters: {@code relu1}, {@code layer1.0.relu1}, {@code layer1.0.add}, {@code avgpool}; a
 * block's output is its last ReLU.
 *
 * @param blocks how many blocks each stage has
 * @param block what a block is made of
 * @param form CIFAR: a 3x3 convolution first; TORCHVISION: a 7x7 convolution of stride 2 and a 3x3
 *     max pooling of stride 2
 * @param width channels of the first convolution and stage (a bottleneck's last convolution has
 *     four times as many, a wide one's inner convolutions twice)
 */
public record ResNet(List<Integer> blocks, Block block, Form form, int width)
    implements Architecture {

  /** The usual width. */
  public static final int DEFAULT_WIDTH = 64;

  /** What a residual block is made of. */
  public enum Block {
    /** Two 3x3 convolutions. */
    BASIC,
    /**
     * A 1x1, a 3x3 and a 1x1 convolution, the last with four times the channels; the stride is on
     * the 3x3 one (torchvision's "v1.5").
     */
    BOTTLENECK,
    /** A bottleneck whose two inner convolutions have twice the channels (torchvision's "wide"). */
    WIDE_BOTTLENECK;

    /** Channels of the inner convolutions in a stage of width {@code stage}. */
    int inner(int stage) {
      return this == WIDE_BOTTLENECK ? 2 * stage : stage;
    }

    /** Channels that a block gives in a stage of width {@code stage}. */
    int out(int stage) {
      return this == BASIC ? stage : 4 * stage;
    }
  }

  public ResNet {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty() || blocks.size() > 6 || blocks.stream().anyMatch(n -> n < 1 || n > 99)) {
      throw new RobustaException(
          "a ResNet needs 1 to 6 stages of 1 to 99 blocks each, not " + blocks);
    }
    Architectures.requireWidth(width);
  }

  @Override
  public String name() {
    return Architectures.nameOf(this);
  }

  @Override
  public ResNet withWidth(int other) {
    return new ResNet(blocks, block, form, other);
  }

  @Override
  public ComputationGraphConfiguration configure(
      int channels, int height, int imageWidth, int classes) {
    Architectures.requireImage(this, height, imageWidth, 8);
    GraphAssembler net = new GraphAssembler(channels, height, imageWidth);
    boolean large = form == Form.TORCHVISION;
    String at = GraphAssembler.INPUT;
    at = net.convolution("conv1", at, width, large ? 7 : 3, large ? 2 : 1, false);
    at = net.relu("relu1", net.batchNorm("bn1", at));
    if (large) {
      at = net.maxPool("maxpool", at, 3, 2, 1);
    }
    int in = width;
    for (int stage = 0; stage < blocks.size(); stage++) {
      int inner = block.inner(width << stage);
      int out = block.out(width << stage);
      for (int index = 0; index < blocks.get(stage); index++) {
        int stride = stage > 0 && index == 0 ? 2 : 1;
        String prefix = "layer%d.%d.".formatted(stage + 1, index);
        String shortcut = at;
        if (stride != 1 || in != out) {
          String name = prefix + (large ? "downsample" : "shortcut");
          shortcut = net.convolution(name + ".0", at, out, 1, stride, false);
          shortcut = net.batchNorm(name + ".1", shortcut);
        }
        String residual =
            block == Block.BASIC
                ? basic(net, prefix, at, out, stride)
                : bottleneck(net, prefix, at, inner, out, stride);
        String sum = net.add(prefix + "add", residual, shortcut);
        at = net.relu(prefix + (block == Block.BASIC ? "relu2" : "relu3"), sum);
        in = out;
      }
    }
    at = net.globalAveragePool("avgpool", at);
    return net.output(large ? "fc" : "linear", at, classes);
  }

  private static String basic(
      GraphAssembler net, String prefix, String input, int out, int stride) {
    String at = net.convolution(prefix + "conv1", input, out, 3, stride, false);
    at = net.relu(prefix + "relu1", net.batchNorm(prefix + "bn1", at));
    at = net.convolution(prefix + "conv2", at, out, 3, 1, false);
    return net.batchNorm(prefix + "bn2", at);
  }

  private static String bottleneck(
      GraphAssembler net, String prefix, String input, int inner, int out, int stride) {
    String at = net.convolution(prefix + "conv1", input, inner, 1, 1, false);
    at = net.relu(prefix + "relu1", net.batchNorm(prefix + "bn1", at));
    at = net.convolution(prefix + "conv2", at, inner, 3, stride, false);
    at = net.relu(prefix + "relu2", net.batchNorm(prefix + "bn2", at));
    at = net.convolution(prefix + "conv3", at, out, 1, 1, false);
    return net.batchNorm(prefix + "bn3", at);
  }

  /** Such as {@code "resnet[1,2,1]"}, {@code "bottleneck-resnet[1,2,1]"} or with "wide-" before. */
  String generalName() {
    String stages = blocks.stream().map(String::valueOf).collect(Collectors.joining(","));
    String prefix =
        switch (block) {
          case BASIC -> "";
          case BOTTLENECK -> "bottleneck-";
          case WIDE_BOTTLENECK -> "wide-bottleneck-";
        };
    return prefix + "resnet[" + stages + "]";
  }
}
