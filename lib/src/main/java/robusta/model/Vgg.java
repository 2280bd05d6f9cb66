package robusta.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * VGG-16 (Simonyan and Zisserman 2014): 13 3x3 convolutions of widths w, 2w, 4w, 8w, 8w, with
 * biases and a 2x2 max pooling after each width.
 *
 * <p>In the torchvision form two dense layers of 64w (4096) with ReLU and dropout 0.5 follow and
 * the representation is what the second gives; torchvision's pooling to 7x7 does nothing at 224
 * pixels and is left out, so at other sizes the first dense layer has another input size. In the
 * CIFAR form the representation is the global average pooling of the 8w maps.
 *
 * <p>Layers have the names of torchvision's modules, such as {@code features.0} and {@code
 * classifier.6}; in the CIFAR form the last one is {@code classifier}.
 *
 * @param batchNorm whether batch norm follows each convolution
 * @param form CIFAR: from 32 pixels; TORCHVISION: from 64 pixels
 * @param width channels of the first convolution
 */
public record Vgg(boolean batchNorm, Form form, int width) implements Architecture {

  /** The usual width. */
  public static final int DEFAULT_WIDTH = 64;

  /** Convolutions before each of the five poolings. */
  private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};

  public Vgg {
    Architectures.requireWidth(width);
  }

  @Override
  public String name() {
    return batchNorm ? "vgg16_bn" : "vgg16";
  }

  @Override
  public Vgg withWidth(int other) {
    return new Vgg(batchNorm, form, other);
  }

  @Override
  public ComputationGraphConfiguration configure(
      int channels, int height, int imageWidth, int classes) {
    Architectures.requireImage(this, height, imageWidth, 32);
    GraphAssembler net = new GraphAssembler(channels, height, imageWidth);
    String at = GraphAssembler.INPUT;
    int module = 0;
    for (int stage = 0; stage < CONVOLUTIONS.length; stage++) {
      for (int i = 0; i < CONVOLUTIONS[stage]; i++) {
        int out = width << Math.min(stage, 3);
        at = net.convolution("features." + module++, at, out, 3, 1, true);
        if (batchNorm) {
          at = net.batchNorm("features." + module++, at);
        }
        at = net.relu("features." + module++, at);
      }
      at = net.maxPool("features." + module++, at, 2, 2, 0);
    }
    if (form == Form.CIFAR) {
      return net.output("classifier", net.globalAveragePool("avgpool", at), classes);
    }
    for (int i = 0; i < 2; i++) {
      at = net.dense("classifier." + 3 * i, at, 64 * width);
      at = net.relu("classifier." + (3 * i + 1), at);
      at = net.dropout("classifier." + (3 * i + 2), at, 0.5);
    }
    return net.output("classifier.6", at, classes);
  }
}
