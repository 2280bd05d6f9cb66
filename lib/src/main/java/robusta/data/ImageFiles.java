package robusta.data;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;

/**
 * Image files to pixels in [0, 1] and back. What Java's ImageIO reads can be read: PNG, JPEG, GIF
 * (the first frame), BMP, TIFF, WBMP.
 *
 * <p>As in Pillow and torchvision, transparency, colour profiles and the orientation in EXIF data
 * are ignored. Colour becomes grey by the luma of ITU-R BT.601, grey becomes colour by repetition.
 */
public final class ImageFiles {
  private static final Set<String> FORMATS = Set.of("png", "jpg", "jpeg", "bmp", "gif");

  private ImageFiles() {}

  /**
   * Reads files of one size.
   *
   * @param channels 1 for grey, 3 for RGB; each file is converted
   * @param files at least one
   * @return one image per file, in order
   * @throws RobustaException if a file is missing, no image, truncated, or of another size than the
   *     first; it names the file
   */
  public static Images read(int channels, Path... files) {
    requireFiles(files);
    Images[] images = new Images[files.length];
    for (int i = 0; i < files.length; i++) {
      images[i] = ImageDecoder.decode(files[i], channels);
      if (images[i].height() != images[0].height() || images[i].width() != images[0].width()) {
        throw new RobustaException(
            "%s is %dx%d pixels (width x height) but %s is %dx%d; ask for one size to have both resized"
                .formatted(
                    files[i],
                    images[i].width(),
                    images[i].height(),
                    files[0],
                    images[0].width(),
                    images[0].height()));
      }
    }
    return Images.concat(images);
  }

  /**
   * Reads files of any size and fits each to the size asked for, as {@link #fit} does.
   *
   * @param channels 1 for grey, 3 for RGB; each file is converted
   * @param height rows of the result
   * @param width columns of the result
   * @param files at least one
   * @return one image per file, in order
   * @throws RobustaException if a file is missing, no image or truncated; it names the file
   */
  public static Images read(int channels, int height, int width, Path... files) {
    requireFiles(files);
    return Images.concat(
        Arrays.stream(files)
            .parallel()
            .map(file -> fit(ImageDecoder.decode(file, channels), height, width))
            .toArray(Images[]::new));
  }

  /**
   * Resizes images, keeping their proportions, until they just cover the size asked for, then cuts
   * out the middle. The filter is bilinear and widens when it reduces (antialias), as that of
   * torchvision's Resize and CenterCrop.
   *
   * @param height rows of the result
   * @param width columns of the result
   */
  public static Images fit(Images images, int height, int width) {
    if (images.height() == height && images.width() == width) {
      return images;
    }
    double scale = Math.max((double) height / images.height(), (double) width / images.width());
    int coverHeight = Math.max(height, (int) (images.height() * scale));
    int coverWidth = Math.max(width, (int) (images.width() * scale));
    int top = (int) Math.rint((coverHeight - height) / 2.0);
    int left = (int) Math.rint((coverWidth - width) / 2.0);
    Images cover =
        Resampling.resize(
            images, Resampling.whole(images), coverHeight, coverWidth, Resampling.Kernel.TRIANGLE);
    Images fitted = Images.zeros(images.count(), images.channels(), height, width);
    for (int row = 0; row < images.count() * images.channels() * height; row++) {
      int y = row / height * coverHeight + top + row % height;
      System.arraycopy(cover.pixels(), y * coverWidth + left, fitted.pixels(), row * width, width);
    }
    return fitted;
  }

  /**
   * Images of any kind as a network takes them: grey becomes colour by repetition, colour becomes
   * grey by its luma, then they are fitted to the size as above.
   *
   * @param channels 1 for grey, 3 for RGB
   * @param height rows of the result
   * @param width columns of the result
   */
  public static Images fit(Images images, int channels, int height, int width) {
    return fit(recolored(images, channels), height, width);
  }

  private static Images recolored(Images images, int channels) {
    if (images.channels() == channels) {
      return images;
    }
    int plane = images.height() * images.width();
    Images other = Images.zeros(images.count(), channels, images.height(), images.width());
    for (int i = 0; i < other.pixels().length; i++) {
      int from = i / plane / channels * images.imageSize() + i % plane;
      other.pixels()[i] =
          channels == 3
              ? images.pixels()[from]
              : Math.min(
                  1,
                  ColorJitter.RED * images.pixels()[from]
                      + ColorJitter.GREEN * images.pixels()[from + plane]
                      + ColorJitter.BLUE * images.pixels()[from + 2 * plane]);
    }
    return other;
  }

  /**
   * Writes one image to a file whose name ends in {@code .png}, {@code .jpg}, {@code .jpeg}, {@code
   * .bmp} or {@code .gif}; each pixel is rounded to a byte. The file appears whole or not at all.
   *
   * @param image a batch of one
   * @return the path
   * @throws RobustaException if it is not one valid image, the ending is not known, or the file
   *     cannot be written
   */
  public static Path write(Images image, Path file) {
    if (image.count() != 1) {
      throw new RobustaException(
          "%s can hold one image, not %d; write each of them to a file of its own"
              .formatted(file, image.count()));
    }
    image.requireValid();
    String name = file.getFileName().toString();
    String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw new RobustaException(
          "the name of %s does not end in an image format; use .png or .jpg".formatted(file));
    }
    return AtomicFile.write(file, out -> ImageIO.write(toBuffered(image), format, out));
  }

  private static BufferedImage toBuffered(Images image) {
    int height = image.height();
    int width = image.width();
    int plane = height * width;
    boolean grey = image.channels() == 1;
    BufferedImage buffered =
        new BufferedImage(
            width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    for (int c = 0; c < image.channels(); c++) {
      for (int i = 0; i < plane; i++) {
        int value = Math.round(image.pixels()[c * plane + i] * 255);
        buffered.getRaster().setSample(i % width, i / width, c, value);
      }
    }
    return buffered;
  }

  private static void requireFiles(Path... files) {
    if (files.length == 0) {
      throw new RobustaException("no image files were given");
    }
  }
}
