package robusta.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A network that can be built for any number of classes and, within its form's limits, any image
 * size. The names of its layers are those of the PyTorch modules it equals, so that the tensor
 * {@code layer1.0.conv1.weight} belongs to the layer {@code layer1.0.conv1}.
 *
 * <p>{@link Architectures#named} finds one by name.
 */
public sealed interface Architecture permits ResNet, Vgg, SmallCnn {

  /** What {@link Architectures#named} knows it by, such as {@code "resnet18"}. */
  String name();

  /** Whether it is for small or large images. */
  Form form();

  /** Channels of its first convolution; all others are multiples of it. */
  int width();

  /** The same network with other channel counts. */
  Architecture withWidth(int other);

  /**
   * Defines the graph for images of shape [N, channels, height, width], without parameters.
   *
   * @throws robusta.run.RobustaException if such images are too small for it
   */
  ComputationGraphConfiguration configure(int channels, int height, int width, int classes);

  /**
   * Builds the graph and initialises it.
   *
   * <p>Convolutions: normal of deviation sqrt(2 / fan-out), biases 0 (He et al. 2015, as
   * torchvision). Dense layers: weights and biases uniform within 1 / sqrt(fan-in) (PyTorch's
   * default). Batch norm: gamma 1, beta 0, eps 1e-5, decay 0.9 (PyTorch's momentum 0.1).
   *
   * @param seed gives the parameters; each layer draws from a stream of its own
   * @throws robusta.run.RobustaException if such images are too small for it
   */
  default ComputationGraph build(int channels, int height, int width, int classes, long seed) {
    return Initialization.random(configure(channels, height, width, classes), seed);
  }

  /** The stem, and with it the size of image that an architecture is meant for. */
  enum Form {
    /** For images below 64 pixels: a 3x3 convolution at full resolution comes first. */
    CIFAR,
    /** For larger images: torchvision's networks. */
    TORCHVISION
  }
}
