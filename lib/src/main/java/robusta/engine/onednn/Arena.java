package robusta.engine.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The block of native memory that all sessions of the engine share for what they compute: only one
 * runs at a time, so it is as large as the largest of them needs. Whoever finds that another has
 * used it since computes again.
 */
final class Arena {
  private static final long ALIGNMENT = 64;

  private final Set<Program> tenants = new LinkedHashSet<>();
  private Pointer block;
  private volatile long size;
  private Object owner;

  /** Declares whose values lie in the block now. */
  void own(Object who) {
    owner = who;
  }

  /** Whether the block still holds the values of the one who asks. */
  boolean owned(Object who) {
    return owner == who;
  }

  /**
   * Lets a program use the first {@code bytes} bytes.
   *
   * @throws NotEnoughMemory if the machine has too little left; the block is as before
   */
  void admit(Program program, long bytes) {
    if (bytes > size) {
      grow(bytes);
    }
    tenants.add(program);
  }

  /** The program will not run again; the last one to leave frees the block. */
  void leave(Program program) {
    tenants.remove(program);
    if (tenants.isEmpty() && block != null) {
      Pointer.free(block);
      block = null;
      size = 0;
      owner = null;
    }
  }

  /** How large the block is. */
  long size() {
    return size;
  }

  /** How large the block might become together with what else a program needs. */
  long free() {
    long available = availableMemory();
    return available == Long.MAX_VALUE ? available : available + size;
  }

  /** The place at an offset. */
  Pointer at(long offset) {
    return new BytePointer(block).getPointer(aligned(block.address()) - block.address() + offset);
  }

  private void grow(long bytes) {
    long old = size;
    Pointer.free(block);
    block = null;
    owner = null;
    long available = availableMemory();
    boolean fits = bytes <= available && allocate(bytes);
    if (!fits && old > 0 && !allocate(old)) {
      throw new OutOfMemoryError("the engine lost " + old + " bytes of memory to another process");
    }
    if (block != null) {
      tenants.forEach(Program::moved);
    }
    if (!fits) {
      throw new NotEnoughMemory(bytes, available);
    }
  }

  private boolean allocate(long bytes) {
    Pointer fresh = Pointer.malloc(bytes + ALIGNMENT);
    if (fresh == null || fresh.isNull()) {
      return false;
    }
    block = fresh;
    size = bytes;
    return true;
  }

  static long aligned(long value) {
    return (value + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Bytes that can be had without driving everything else out of memory: seven eighths of what the
   * system calls available; where it doesn't say, no limit.
   */
  private static long availableMemory() {
    Path facts = Path.of("/proc/meminfo");
    try {
      for (String line :
          Files.exists(facts) ? Files.readAllLines(facts) : java.util.List.<String>of()) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 8 * 7;
        }
      }
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
    return Long.MAX_VALUE;
  }

  /** The machine has too little memory left for a program. */
  static final class NotEnoughMemory extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final long needed;
    final long available;

    NotEnoughMemory(long needed, long available) {
      super("needs " + needed + " bytes, " + available + " available");
      this.needed = needed;
      this.available = available;
    }
  }
}
