package robusta.model.torch;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import robusta.model.torch.Value.Storage;

/**
 * The format since PyTorch 1.6: a zip archive of {@code NAME/data.pkl} and {@code NAME/data/KEY}
 * for each storage, none of them compressed.
 */
final class ZipStorages implements Storages {
  private static final String PICKLE = "data.pkl";

  private final ZipFile zip;
  private final String folder;
  private final ByteOrder order;
  private final Object value;

  private ZipStorages(ZipFile zip, String folder) throws IOException {
    this.zip = zip;
    this.folder = folder;
    this.order = readOrder();
    try (InputStream in = new BufferedInputStream(stored(PICKLE))) {
      value = Pickle.read(new ByteSource(in), Storages::named);
    }
  }

  static ZipStorages open(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    boolean opened = false;
    try {
      String folder = folder(zip);
      if (folder == null) {
        throw new UnreadableException("it is a zip archive without data.pkl");
      }
      requireFits(zip, Files.size(file));
      ZipStorages storages = new ZipStorages(zip, folder);
      opened = true;
      return storages;
    } finally {
      if (!opened) {
        zip.close();
      }
    }
  }

  /** Entries that lie on top of each other would let a small file fill the memory. */
  private static void requireFits(ZipFile zip, long fileSize) {
    long left = fileSize;
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (entry.getMethod() == ZipEntry.STORED) {
        if (entry.getSize() > left) {
          throw new UnreadableException("its entries claim more bytes than the file has");
        }
        left -= entry.getSize();
      }
    }
  }

  /** Whether a zip archive is PyTorch's. */
  static boolean recognizes(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return folder(zip) != null;
    }
  }

  /** What comes before {@code data.pkl}; null if there is none. */
  private static String folder(ZipFile zip) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
        .findFirst()
        .map(name -> name.substring(0, name.length() - PICKLE.length()))
        .orElse(null);
  }

  /** PyTorch writes the order of the machine, and since 2.1 says it. */
  private ByteOrder readOrder() throws IOException {
    if (zip.getEntry(folder + "byteorder") == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    try (InputStream in = stored("byteorder")) {
      String word = new String(in.readNBytes(8), StandardCharsets.US_ASCII).strip();
      return word.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
  }

  /** What a compressed entry says of its size is only a claim. */
  private static void requireStored(ZipEntry entry) {
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw new UnreadableException(
          "its entry %s is compressed, which torch.save does not do".formatted(entry.getName()));
    }
  }

  private InputStream stored(String name) throws IOException {
    ZipEntry entry = zip.getEntry(folder + name);
    requireStored(entry);
    return new Verified(zip.getInputStream(entry), entry);
  }

  @Override
  public Object value() {
    return value;
  }

  @Override
  public ByteOrder order() {
    return order;
  }

  @Override
  public long bytes(Storage storage) {
    ZipEntry entry = zip.getEntry(name(storage));
    if (entry == null) {
      return -1;
    }
    requireStored(entry);
    return entry.getSize();
  }

  @Override
  public InputStream open(Storage storage, long from) throws IOException {
    InputStream in = stored("data/" + storage.key());
    if (from > 0) {
      in.skipNBytes(from);
    }
    return in;
  }

  private String name(Storage storage) {
    return folder + "data/" + storage.key();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Compares an entry with its checksum when it has been read to its end without a skip. */
  private static final class Verified extends FilterInputStream {
    private final ZipEntry entry;
    private final CRC32 sum;
    private long left;

    Verified(InputStream in, ZipEntry entry) {
      this(in, entry, new CRC32());
    }

    private Verified(InputStream in, ZipEntry entry, CRC32 sum) {
      super(new CheckedInputStream(in, sum));
      this.entry = entry;
      this.sum = sum;
      this.left = entry.getSize();
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      check(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = in.read(into, offset, length);
      check(Math.max(read, 0));
      return read;
    }

    private void check(int read) {
      left -= read;
      if (left == 0 && sum.getValue() != entry.getCrc()) {
        throw new UnreadableException(
            "its entry %s does not match its checksum; take another copy of the file"
                .formatted(entry.getName()));
      }
    }
  }
}
