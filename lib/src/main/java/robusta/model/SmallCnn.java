package robusta.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * A small network for small pictures such as Fashion-MNIST's: five 3x3 convolutions with batch norm
 * and ReLU, of widths w, 2w, 4w, 4w, 8w and strides 1, 2, 2, 1, 1, then global average pooling. At
 * width 16 and 28x28 pixels it has 0.13 million parameters and takes 15 million floating point
 * operations an image; its last convolution sees 25 of the 28 pixels, so that the representation
 * (128 numbers) knows of a whole garment and not only of its texture.
 *
 * <p>Layers: {@code conv1}, {@code bn1}, {@code relu1} ... {@code relu5}, {@code avgpool}, {@code
 * linear}.
 *
 * @param width channels of the first convolution
 */
public record SmallCnn(int width) implements Architecture {

  /** The usual width. */
  public static final int DEFAULT_WIDTH = 16;

  private static final int[] MULTIPLES = {1, 2, 4, 4, 8};
  private static final int[] STRIDES = {1, 2, 2, 1, 1};

  public SmallCnn {
    Architectures.requireWidth(width);
  }

  @Override
  public String name() {
    return "smallcnn";
  }

  @Override
  public Form form() {
    return Form.CIFAR;
  }

  @Override
  public SmallCnn withWidth(int other) {
    return new SmallCnn(other);
  }

  @Override
  public ComputationGraphConfiguration configure(
      int channels, int height, int imageWidth, int classes) {
    Architectures.requireImage(this, height, imageWidth, 8);
    GraphAssembler net = new GraphAssembler(channels, height, imageWidth);
    String at = GraphAssembler.INPUT;
    for (int i = 0; i < STRIDES.length; i++) {
      at = net.convolution("conv" + (i + 1), at, width * MULTIPLES[i], 3, STRIDES[i], false);
      at = net.batchNorm("bn" + (i + 1), at);
      at = net.relu("relu" + (i + 1), at);
    }
    return net.output("linear", net.globalAveragePool("avgpool", at), classes);
  }
}
