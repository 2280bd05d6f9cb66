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

  private static final Pattern VGG = Pattern.compile("vgg(\\d\\d)(_bn)?");

  private static final Pattern GENERAL =
      Pattern.compile("((?:wide-)?bottleneck-)?resnet\\[(\\d{1,3}(?:,\\d{1,3})*)]");

  /** The widest first convolution. */
  static final int MAX_WIDTH = 4096;

  private record ResidualShape(List<Integer> blocks, Block block, int width) {}

  private static final Map<String, ResidualShape> RESNETS = new LinkedHashMap<>();

  static {
    RESNETS.put("resnet8", new ResidualShape(List.of(1, 1, 1), Block.BASIC, 16));
    RESNETS.put("resnet10", new ResidualShape(List.of(1, 1, 1, 1), Block.BASIC, 64));
    RESNETS.put("resnet18", new ResidualShape(List.of(2, 2, 2, 2), Block.BASIC, 64));
    RESNETS.put("resnet34", new ResidualShape(List.of(3, 4, 6, 3), Block.BASIC, 64));
    RESNETS.put("resnet50", new ResidualShape(List.of(3, 4, 6, 3), Block.BOTTLENECK, 64));
    RESNETS.put(
        "wide_resnet50_2", new ResidualShape(List.of(3, 4, 6, 3), Block.WIDE_BOTTLENECK, 64));
  }

  private Architectures() {}

  /** Every name that {@link #named} knows. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(RESNETS.keySet());
    for (int depth : Vgg.DEPTHS) {
      names.addAll(List.of("vgg" + depth, "vgg" + depth + "_bn"));
    }
    names.add("smallcnn");
    return names;
  }

  /**
   * The architecture of this name at its usual width, in the form that suits the image size: CIFAR
   * below {@value #LARGE_IMAGE} pixels, torchvision from there.
   *
   * @param name one of {@link #names()}, or a ResNet of other depth by its blocks per stage, such
   *     as {@code "resnet[1,2,1]"}, {@code "bottleneck-resnet[2,2]"} or {@code
   *     "wide-bottleneck-resnet[2,2]"}
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
      Block block =
          general.group(1) == null
              ? Block.BASIC
              : general.group(1).startsWith("wide") ? Block.WIDE_BOTTLENECK : Block.BOTTLENECK;
      return new ResNet(blocks, block, form, ResNet.DEFAULT_WIDTH);
    }
    Matcher vgg = VGG.matcher(plain);
    if (vgg.matches() && Vgg.DEPTHS.contains(Integer.valueOf(vgg.group(1)))) {
      int depth = Integer.parseInt(vgg.group(1));
      return new Vgg(depth, vgg.group(2) != null, form, Vgg.DEFAULT_WIDTH);
    }
    if (plain.equals("smallcnn")) {
      return new SmallCnn(SmallCnn.DEFAULT_WIDTH);
    }
    throw unknown(name, plain);
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
    if (width < 1 || width > MAX_WIDTH) {
      throw new RobustaException(
          "a network's width must be from 1 to %d, not %d".formatted(MAX_WIDTH, width));
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
