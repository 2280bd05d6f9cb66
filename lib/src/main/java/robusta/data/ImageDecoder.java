package robusta.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import robusta.run.RobustaException;

/** One image file to pixels. */
final class ImageDecoder {
  /** Larger ones are damaged, or meant to exhaust the memory. */
  private static final long MOST_PIXELS = 1L << 27;

  private static final int PNG_END = 0x49454e44;

  /** Bytes of a chunk besides its data: length, type and check sum. */
  private static final int PNG_CHUNK_FRAME = 12;

  private ImageDecoder() {}

  /**
   * Reads a file at its own size.
   *
   * @param channels 1 for grey, 3 for RGB
   */
  static Images decode(Path file, int channels) {
    if (!Files.exists(file)) {
      throw new RobustaException("the image file " + file + " does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new RobustaException(file + " is a folder, not an image file");
    }
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      return decode(file, in, in.length(), channels);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads an image file that is in memory at its own size.
   *
   * @param name what messages call it
   * @param channels 1 for grey, 3 for RGB
   */
  static Images decode(Path name, byte[] bytes, int channels) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      return decode(name, in, bytes.length, channels);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static RobustaException unreadable(Path file, IOException e) {
    return new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
  }

  private static Images decode(Path file, ImageInputStream in, long length, int channels)
      throws IOException {
    if (channels != 1 && channels != 3) {
      throw new RobustaException(
          "images are read with 1 channel (grey) or 3 (RGB), not with " + channels);
    }
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw new RobustaException(
          file + " is not an image that can be read (PNG, JPEG, GIF, BMP, TIFF)");
    }
    ImageReader reader = readers.next();
    try {
      if (reader.getFormatName().equalsIgnoreCase("png")) {
        requireWholePng(file, in, length);
      }
      Optional<CmykJpeg> inks = CmykJpeg.find(in, length);
      in.seek(0);
      reader.setInput(in, true, true);
      return pixels(file, read(file, reader, inks), channels);
    } finally {
      reader.dispose();
    }
  }

  /**
   * Java's PNG reader is content with some files that end early, so the chunks are counted first.
   */
  private static void requireWholePng(Path file, ImageInputStream in, long length)
      throws IOException {
    long chunk = 8;
    try {
      for (int type = 0; type != PNG_END; ) {
        in.seek(chunk);
        chunk += PNG_CHUNK_FRAME + in.readUnsignedInt();
        type = in.readInt();
      }
    } catch (EOFException e) {
      chunk = Long.MAX_VALUE;
    }
    if (chunk > length) {
      throw new RobustaException(file + " is truncated; it ends before its last chunk");
    }
    in.seek(0);
  }

  private static BufferedImage read(Path file, ImageReader reader, Optional<CmykJpeg> inks) {
    String[] truncated = new String[1];
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          // The JPEG reader only warns of a file that ends early, and fills the rest with grey.
          String text = warning.toLowerCase(Locale.ROOT);
          if (text.contains("truncated") || text.contains("premature")) {
            truncated[0] = warning;
          }
        });
    try {
      long count = (long) reader.getWidth(0) * reader.getHeight(0);
      if (count > MOST_PIXELS) {
        throw new RobustaException(
            "%s declares %d million pixels, more than the %d million that are read"
                .formatted(file, count / 1_000_000, MOST_PIXELS / 1_000_000));
      }
      BufferedImage image = inks.isPresent() ? inks.get().read(reader) : reader.read(0);
      if (truncated[0] != null) {
        throw new RobustaException("%s is truncated or damaged (%s)".formatted(file, truncated[0]));
      }
      return image;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new RobustaException(
          "%s is truncated, damaged or of a kind that Java cannot read (%s)"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Images pixels(Path file, BufferedImage image, int channels) {
    int height = image.getHeight();
    int width = image.getWidth();
    int plane = height * width;
    ColorModel colors = image.getColorModel();
    float[][] planes;
    if (colors instanceof ComponentColorModel
        && colors.getTransferType() != java.awt.image.DataBuffer.TYPE_FLOAT
        && colors.getTransferType() != java.awt.image.DataBuffer.TYPE_DOUBLE) {
      // The stored values, since BufferedImage.getRGB takes grey files for linear light and
      // brightens them.
      int type = colors.getColorSpace().getType();
      if (type != ColorSpace.TYPE_GRAY && type != ColorSpace.TYPE_RGB) {
        throw new RobustaException(
            file + " holds colours other than grey or RGB; convert it to RGB first");
      }
      planes = stored(image.getRaster(), colors, colors.getNumColorComponents());
    } else {
      planes = converted(image);
    }
    float[] pixels = new float[channels * plane];
    for (int i = 0; i < plane; i++) {
      if (planes.length == channels) {
        for (int c = 0; c < channels; c++) {
          pixels[c * plane + i] = planes[c][i];
        }
      } else if (channels == 1) {
        pixels[i] =
            Math.min(
                1,
                ColorJitter.RED * planes[0][i]
                    + ColorJitter.GREEN * planes[1][i]
                    + ColorJitter.BLUE * planes[2][i]);
      } else {
        for (int c = 0; c < channels; c++) {
          pixels[c * plane + i] = planes[0][i];
        }
      }
    }
    return new Images(pixels, 1, channels, height, width);
  }

  private static float[][] stored(Raster raster, ColorModel colors, int bands) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    float[][] planes = new float[bands][];
    int[] samples = new int[width * height];
    for (int band = 0; band < bands; band++) {
      raster.getSamples(raster.getMinX(), raster.getMinY(), width, height, band, samples);
      float most = (1 << colors.getComponentSize(band)) - 1;
      planes[band] = new float[samples.length];
      for (int i = 0; i < samples.length; i++) {
        planes[band][i] = samples[i] / most;
      }
    }
    return planes;
  }

  private static float[][] converted(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    float[][] planes = new float[3][argb.length];
    for (int i = 0; i < argb.length; i++) {
      planes[0][i] = (argb[i] >> 16 & 0xff) / 255f;
      planes[1][i] = (argb[i] >> 8 & 0xff) / 255f;
      planes[2][i] = (argb[i] & 0xff) / 255f;
    }
    return planes;
  }
}
