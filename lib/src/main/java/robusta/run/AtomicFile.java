package robusta.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Writes files so that nobody ever sees one half-written. */
public final class AtomicFile {
  private static final AtomicLong NUMBER = new AtomicLong();

  private AtomicFile() {}

  /** What goes into a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the stream is buffered, and whoever gave it closes it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file under a temporary name in its own folder, which is made if it is missing, forces
   * it to the disk and then renames it. A file of that name is replaced; when anything fails it
   * stays as it was, and nothing else is left behind.
   *
   * @return the path
   * @throws RobustaException if it can't be written, such as on a full disk
   */
  public static Path write(Path path, Content content) {
    Path target = path.toAbsolutePath();
    Path temporary =
        target.resolveSibling(
            ".%s.%d-%d.part"
                .formatted(
                    target.getFileName(), ProcessHandle.current().pid(), NUMBER.incrementAndGet()));
    try {
      if (Files.isDirectory(target)) {
        throw new RobustaException(
            "cannot write %s: it is a folder; give the name of a file".formatted(path));
      }
      Files.createDirectories(target.getParent());
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      move(temporary, target);
      return path;
    } catch (IOException e) {
      throw new RobustaException(
          "cannot write %s: %s; free some space or choose another folder"
              .formatted(path, reason(e)),
          e);
    } finally {
      discard(temporary);
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException f) {
      return f.getReason() == null ? f.getClass().getSimpleName() : f.getReason();
    }
    return e.getMessage();
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The failure that left it behind is the one to report.
    }
  }
}
