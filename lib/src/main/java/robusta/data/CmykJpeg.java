package robusta.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * JPEG files of four inks, which Java's reader opens only as they are stored; ImageNet holds some
 * twenty. They become RGB as in Pillow: the inks are taken as Adobe's programs store them,
 * inverted, and black darkens the others in proportion.
 *
 * @param turned whether the first three inks are stored as luma and chroma (YCCK)
 */
record CmykJpeg(boolean turned) {
  private static final int START = 0xffd8;
  private static final int ADOBE = 0xffee;
  private static final int FIRST_FRAME = 0xffc0;
  private static final int LAST_FRAME = 0xffcf;
  private static final int YCCK = 2;

  /**
   * Looks at the headers of a file, from its start; empty if it is no JPEG or has other colours.
   *
   * @param length bytes of the file, which not every stream knows
   */
  static Optional<CmykJpeg> find(ImageInputStream in, long length) throws IOException {
    boolean turned = false;
    in.seek(0);
    if (length < 4 || in.readUnsignedShort() != START) {
      return Optional.empty();
    }
    while (length - in.getStreamPosition() > 4) {
      int marker = in.readUnsignedShort();
      long next = in.getStreamPosition() + in.readUnsignedShort();
      if (next > length || marker <= 0xff00) {
        break;
      }
      if (marker == ADOBE && next - in.getStreamPosition() >= 12) {
        byte[] name = new byte[5];
        in.readFully(name);
        in.skipBytes(6);
        turned =
            new String(name, StandardCharsets.US_ASCII).equals("Adobe")
                && in.readUnsignedByte() == YCCK;
      } else if (frame(marker) && next - in.getStreamPosition() >= 6) {
        in.skipBytes(5);
        return in.readUnsignedByte() == 4 ? Optional.of(new CmykJpeg(turned)) : Optional.empty();
      }
      in.seek(next);
    }
    return Optional.empty();
  }

  /** Whether a segment describes the image; three of the numbers between mean something else. */
  private static boolean frame(int marker) {
    return marker >= FIRST_FRAME
        && marker <= LAST_FRAME
        && marker != 0xffc4
        && marker != 0xffc8
        && marker != 0xffcc;
  }

  /** Decodes the file that the reader is set to. */
  BufferedImage read(ImageReader reader) throws IOException {
    Raster raster = reader.readRaster(0, null);
    int width = raster.getWidth();
    int height = raster.getHeight();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] inks = new int[4 * width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, inks);
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb(inks, 4 * x));
      }
    }
    return image;
  }

  private int rgb(int[] inks, int at) {
    double first = inks[at];
    double second = inks[at + 1];
    double third = inks[at + 2];
    if (turned) {
      // JFIF's conversion gives the inks themselves; those of the other form are stored inverted.
      double blue = second - 128;
      double red = third - 128;
      second = 255 - clamp(first - 0.344136 * blue - 0.714136 * red);
      third = 255 - clamp(first + 1.772 * blue);
      first = 255 - clamp(first + 1.402 * red);
    }
    int black = inks[at + 3];
    return share(first, black) << 16 | share(second, black) << 8 | share(third, black);
  }

  private static double clamp(double value) {
    return Math.rint(Math.max(0, Math.min(255, value)));
  }

  private static int share(double ink, int black) {
    return (int) Math.rint(ink * black / 255);
  }
}
