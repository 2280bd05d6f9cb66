import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the Fashion-MNIST subset that is embedded in robusta-lib: the first 1,000 training and the
 * first 200 test images of each of the ten classes, in the order of the original files.
 *
 * <pre>java lib/tools/FashionSubset.java /usr/share/datasets/fashion-mnist \
 *     lib/src/main/resources/robusta/data/fashion</pre>
 *
 * <p>The input folder is that of Debian's package dataset-fashion-mnist or the four files of
 * github.com/zalandoresearch/fashion-mnist. The same input gives the same images and labels; the
 * gzip bytes around them depend on the JDK's zlib.
 */
public final class FashionSubset {
  private static final int CLASSES = 10;

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: java FashionSubset.java INPUT_FOLDER OUTPUT_FOLDER");
      System.exit(2);
    }
    Path from = Path.of(arguments[0]);
    Path to = Files.createDirectories(Path.of(arguments[1]));
    subset(from, to, "train", 1000);
    subset(from, to, "t10k", 200);
  }

  private static void subset(Path from, Path to, String half, int perClass) throws IOException {
    String imagesName = half + "-images-idx3-ubyte.gz";
    String labelsName = half + "-labels-idx1-ubyte.gz";
    int kept = CLASSES * perClass;
    try (DataInputStream images = open(from.resolve(imagesName), 0x803);
        DataInputStream labels = open(from.resolve(labelsName), 0x801);
        DataOutputStream keptImages = create(to.resolve(imagesName));
        DataOutputStream keptLabels = create(to.resolve(labelsName))) {
      int count = images.readInt();
      if (labels.readInt() != count) {
        throw new IOException("images and labels of " + half + " differ in number");
      }
      int rows = images.readInt();
      int columns = images.readInt();
      keptImages.writeInt(0x803);
      keptImages.writeInt(kept);
      keptImages.writeInt(rows);
      keptImages.writeInt(columns);
      keptLabels.writeInt(0x801);
      keptLabels.writeInt(kept);
      int[] ofClass = new int[CLASSES];
      byte[] image = new byte[rows * columns];
      for (int i = 0; i < count; i++) {
        images.readFully(image);
        int label = labels.readUnsignedByte();
        if (ofClass[label] < perClass) {
          ofClass[label]++;
          keptImages.write(image);
          keptLabels.writeByte(label);
        }
      }
      for (int label = 0; label < CLASSES; label++) {
        if (ofClass[label] != perClass) {
          throw new IOException("class " + label + " has only " + ofClass[label] + " images");
        }
      }
    }
  }

  private static DataInputStream open(Path file, int magic) throws IOException {
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)), 1 << 16));
    if (in.readInt() != magic) {
      throw new IOException(file + " is not the IDX file it should be");
    }
    return in;
  }

  private static DataOutputStream create(Path file) throws IOException {
    OutputStream gzip =
        new GZIPOutputStream(Files.newOutputStream(file), 1 << 16) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        };
    return new DataOutputStream(gzip);
  }
}
