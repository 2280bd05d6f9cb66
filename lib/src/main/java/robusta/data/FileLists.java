package robusta.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;

/**
 * The image files below folders. What was listed is kept in the data directory, so that a million
 * files are found in seconds the second time: a list holds as long as none of its folders was
 * changed. Closing keeps what is new.
 */
final class FileLists implements AutoCloseable {
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "wbmp");

  /** Fewer files are listed faster than a cache is worth. */
  private static final int WORTH_KEEPING = 10_000;

  /** A folder that changed this lately may change again without its time showing it. */
  private static final long UNSETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int FORMAT = 1;

  private final Path root;
  private final Path cache;
  private final Map<String, Listing> known = new TreeMap<>();
  private boolean opened;
  private boolean changed;

  /**
   * What a folder holds, with paths relative to it.
   *
   * @param folders it and every folder in it, and when each was changed, in nanoseconds since 1970
   * @param files image files, sorted
   */
  private record Listing(Map<String, Long> folders, List<String> files) {}

  private FileLists(Path root, Path directory) {
    this.root = root.toAbsolutePath().normalize();
    this.cache =
        directory.resolve(
            "%s-%08x.gz".formatted(this.root.getFileName(), this.root.toString().hashCode()));
  }

  /** The lists of folders below a root. */
  static FileLists below(Path root) {
    return below(root, DataDirectory.path());
  }

  static FileLists below(Path root, Path dataDirectory) {
    return new FileLists(root, dataDirectory.resolve("lists"));
  }

  /**
   * The image files below a folder, those in folders inside it too, sorted.
   *
   * @throws RobustaException if it can't be read
   */
  List<Path> images(Path folder) {
    if (!opened) {
      opened = true;
      read();
    }
    Path at = folder.toAbsolutePath().normalize();
    String key = root.relativize(at).toString();
    Listing listing = known.get(key);
    if (listing == null || !holds(at, listing)) {
      listing = walk(at);
      known.put(key, listing);
      changed = true;
    }
    return listing.files.stream().map(folder::resolve).toList();
  }

  private static boolean holds(Path folder, Listing listing) {
    try {
      for (Map.Entry<String, Long> known : listing.folders.entrySet()) {
        Path inside = folder.resolve(known.getKey());
        if (nanos(Files.getLastModifiedTime(inside)) != known.getValue()) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }

  private static Listing walk(Path folder) {
    Map<String, Long> folders = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes about) {
              folders.put(folder.relativize(inside).toString(), nanos(about.lastModifiedTime()));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
              if (about.isRegularFile() && isImage(file)) {
                files.add(folder.relativize(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    return new Listing(folders, files.stream().sorted().map(Path::toString).toList());
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ENDINGS.contains(ending) && !name.startsWith(".");
  }

  private void read() {
    if (!Files.exists(cache)) {
      return;
    }
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(cache), 1 << 16)))) {
      if (in.readInt() != FORMAT) {
        return;
      }
      for (int listings = in.readInt(); listings > 0; listings--) {
        String key = in.readUTF();
        Map<String, Long> folders = new TreeMap<>();
        for (int count = in.readInt(); count > 0; count--) {
          folders.put(in.readUTF(), in.readLong());
        }
        List<String> files = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
          files.add(in.readUTF());
        }
        known.put(key, new Listing(folders, files));
      }
    } catch (IOException e) {
      known.clear(); // damaged: it is made anew
    }
  }

  @Override
  public void close() {
    long settled = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - UNSETTLED_NANOS;
    known.values().removeIf(one -> one.folders.values().stream().anyMatch(t -> t > settled));
    if (!changed
        || known.values().stream().mapToInt(one -> one.files.size()).sum() < WORTH_KEEPING) {
      return;
    }
    try {
      AtomicFile.write(cache, this::write);
    } catch (RobustaException e) {
      return; // without a cache, the next time takes longer
    }
  }

  private void write(OutputStream to) throws IOException {
    GZIPOutputStream zip = new GZIPOutputStream(to);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zip));
    out.writeInt(FORMAT);
    out.writeInt(known.size());
    for (Map.Entry<String, Listing> one : known.entrySet()) {
      out.writeUTF(one.getKey());
      out.writeInt(one.getValue().folders.size());
      for (Map.Entry<String, Long> folder : one.getValue().folders.entrySet()) {
        out.writeUTF(folder.getKey());
        out.writeLong(folder.getValue());
      }
      out.writeInt(one.getValue().files.size());
      for (String file : one.getValue().files) {
        out.writeUTF(file);
      }
    }
    out.flush();
    zip.finish();
  }
}
