package robusta.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import robusta.model.Architecture.Form;
import robusta.model.ResNet.Block;
import robusta.run.RobustaException;

/** The architectures by name. */
public final class Architectures {

  /** Images of at least so many pixels a side get the torchvision form. */
  public static final int LARGE_IMAGE = 64;

  private static final Pattern GENERAL =
      Pattern.compile("(bottleneck-)?resnet\\[(\\d{1,3}(?:,\\d{1,3})*)]");

  private record ResidualShape(List<Integer> blocks, Block block, int width) {}

  private static final Map<String, ResidualShape> RESNETS = new LinkedHashMap<>();

  static {
    RESNETS.put("resnet8", new ResidualShape(List.of(1, 1, 1), Block.BASIC, 16));
    RESNETS.put("resnet10", new ResidualShape(List.of(1, 1, 1, 1), Block.BASIC, 64));
    RESNETS.put("resnet18", new ResidualShape(List.of(2, 2, 2, 2), Block.BASIC, 64));
    RESNETS.put("resnet34", new ResidualShape(List.of(3, 4, 6, 3), Block.BASIC, 64));
    RESNETS.put("resnet50", new ResidualShape(List.of(3, 4, 6, 3), Block.BOTTLENECK, 64));
  }

  private Architectures() {}

  /** Every name that {@link #named} knows. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(RESNETS.keySet());
    names.addAll(List.of("vgg16", "vgg16_bn", "smallcnn"));
    return names;
  }

  /**
   * The architecture of this name at its usual width, in the form that suits the image size: CIFAR
   * below {@value #LARGE_IMAGE} pixels, torchvision from there.
   *
   * @param name one of {@link #names()}, or a ResNet of other depth by its blocks per stage, such
   *     as {@code "resnet[1,2,1]"} or {@code "bottleneck-resnet[2,2]"}
   * @param height height of the images in pixels
   * @param width width of the images in pixels
   * @throws RobustaException if there is no such architecture; the message offers the nearest name
   */
  public static Architecture named(String name, int height, int width) {
    return named(name, Math.min(height, width) < LARGE_IMAGE ? Form.CIFAR : Form.TORCHVISION);
  }

  /**
   * The architecture of this name and form at its usual width.
   *
   * @throws RobustaException if there is no such architecture; the message offers the nearest name
   */
  public static Architecture named(String name, Form form) {
    String plain = name.toLowerCase(Locale.ROOT).replace(" ", "");
    ResidualShape residual = RESNETS.get(plain);
    if (residual != null) {
      return new ResNet(residual.blocks, residual.block, form, residual.width);
    }
    Matcher general = GENERAL.matcher(plain);
    if (general.matches()) {
      List<Integer> blocks = Stream.of(general.group(2).split(",")).map(Integer::valueOf).toList();
      Block block = general.group(1) == null ? Block.BASIC : Block.BOTTLENECK;
      return new ResNet(blocks, block, form, ResNet.DEFAULT_WIDTH);
    }
    return switch (plain) {
      case "vgg16" -> new Vgg(false, form, Vgg.DEFAULT_WIDTH);
      case "vgg16_bn" -> new Vgg(true, form, Vgg.DEFAULT_WIDTH);
      case "smallcnn" -> new SmallCnn(SmallCnn.DEFAULT_WIDTH);
      default -> throw unknown(name, plain);
    };
  }

  static String nameOf(ResNet net) {
    for (Map.Entry<String, ResidualShape> known : RESNETS.entrySet()) {
      ResidualShape shape = known.getValue();
      if (shape.blocks.equals(net.blocks()) && shape.block == net.block()) {
        return known.getKey();
      }
    }
    return net.generalName();
  }

  static void requireWidth(int width) {
    if (width < 1 || width > 4096) {
      throw new RobustaException("a network's width must be from 1 to 4096, not " + width);
    }
  }

  static void requireImage(Architecture architecture, int height, int width, int smallest) {
    if (Math.min(height, width) < smallest) {
      throw new RobustaException(
          "images of %dx%d pixels are too small for %s, which needs at least %dx%d"
              .formatted(height, width, architecture.name(), smallest, smallest));
    }
  }

  private static RobustaException unknown(String name, String plain) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String nearest =
        names().stream().min(Comparator.comparingInt(known -> distance.apply(plain, known))).get();
    return new RobustaException(
        "unknown architecture '%s'; did you mean '%s'? Known are %s"
            .formatted(name, nearest, String.join(", ", names())));
  }
}
