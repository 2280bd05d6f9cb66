package robusta.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import robusta.run.RobustaException;

/**
 * VGG networks (Simonyan and Zisserman 2014): 8 to 16 3x3 convolutions of widths w, 2w, 4w, 8w, 8w,
 * with biases and a 2x2 max pooling after each width.
 *
 * <p>In the torchvision form two dense layers of 64w (4096) with ReLU and dropout 0.5 follow and
 * the representation is what the second gives; torchvision's pooling to 7x7 does nothing at 224
 * pixels and is left out, so at other sizes the first dense layer has another input size. In the
 * CIFAR form the representation is the global average pooling of the 8w maps.
 *
 * <p>Layers have the names of torchvision's modules, such as {@code features.0} and {@code
 * classifier.6}; in the CIFAR form the last one is {@code classifier}.
 *
 * @param depth 11, 13, 16 or 19: how many layers have weights in the torchvision form
 * @param batchNorm whether batch norm follows each convolution
 * @param form CIFAR: from 32 pixels; TORCHVISION: from 64 pixels
 * @param width channels of the first convolution
 */
public record Vgg(int depth, boolean batchNorm, Form form, int width) implements Architecture {

  /** The usual width. */
  public static final int DEFAULT_WIDTH = 64;

  /** Convolutions before each of the five poolings, by depth. */
  private static final Map<Integer, List<Integer>> CONVOLUTIONS =
      Map.of(
          11, List.of(1, 1, 2, 2, 2),
          13, List.of(2, 2, 2, 2, 2),
          16, List.of(2, 2, 3, 3, 3),
          19, List.of(2, 2, 4, 4, 4));

  /** The depths there are. */
  static final Set<Integer> DEPTHS = new TreeSet<>(CONVOLUTIONS.keySet());

  public Vgg {
    if (!DEPTHS.contains(depth)) {
      throw new RobustaException("a VGG has a depth of 11, 13, 16 or 19, not " + depth);
    }
    Architectures.requireWidth(width);
  }

  @Override
  public String name() {
    return "vgg" + depth + (batchNorm ? "_bn" : "");
  }

  @Override
  public Vgg withWidth(int other) {
    return new Vgg(depth, batchNorm, form, other);
  }

  @Override
  public ComputationGraphConfiguration configure(
      int channels, int height, int imageWidth, int classes) {
    Architectures.requireImage(this, height, imageWidth, 32);
    GraphAssembler net = new GraphAssembler(channels, height, imageWidth);
    String at = GraphAssembler.INPUT;
    int module = 0;
    List<Integer> stages = CONVOLUTIONS.get(depth);
    for (int stage = 0; stage < stages.size(); stage++) {
      for (int i = 0; i < stages.get(stage); i++) {
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

  /** The modules in {@code features} that are convolutions, in order. */
  static List<Integer> convolutions(int depth, boolean batchNorm) {
    List<Integer> modules = new ArrayList<>();
    int module = 0;
    for (int count : CONVOLUTIONS.get(depth)) {
      for (int i = 0; i < count; i++) {
        modules.add(module);
        module += batchNorm ? 3 : 2;
      }
      module++;
    }
    return modules;
  }
}
