package robusta.engine.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * One block of native memory in which a program's tensors lie, placed so that tensors whose lives
 * overlap don't.
 */
final class Arena implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final Pointer block;

  private Arena(Pointer block) {
    this.block = block;
  }

  /**
   * Gives each tensor its place.
   *
   * @throws NotEnoughMemory if the machine has too little left
   */
  static Arena place(List<Tensor> tensors) {
    List<Tensor> bySize = new ArrayList<>(tensors);
    bySize.sort(Comparator.comparingLong(Tensor::bytes).reversed());
    List<Tensor> placed = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    long total = 0;
    for (Tensor tensor : bySize) {
      long offset = firstFit(tensor, placed, offsets);
      placed.add(tensor);
      offsets.add(offset);
      total = Math.max(total, offset + aligned(tensor.bytes()));
    }
    long available = availableMemory();
    if (total > available) {
      throw new NotEnoughMemory(total, available);
    }
    Pointer block = Pointer.malloc(total + ALIGNMENT);
    if (block == null || block.isNull()) {
      throw new NotEnoughMemory(total, available);
    }
    BytePointer base = new BytePointer(block);
    long start = aligned(block.address()) - block.address();
    for (int i = 0; i < placed.size(); i++) {
      placed.get(i).place(base.getPointer(start + offsets.get(i)));
    }
    return new Arena(block);
  }

  private static long firstFit(Tensor tensor, List<Tensor> placed, List<Long> offsets) {
    List<long[]> taken = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      Tensor other = placed.get(i);
      if (other.kept()
          || tensor.kept()
          || (other.first <= tensor.last && tensor.first <= other.last)) {
        taken.add(new long[] {offsets.get(i), offsets.get(i) + aligned(other.bytes())});
      }
    }
    taken.sort(Comparator.comparingLong(range -> range[0]));
    long offset = 0;
    for (long[] range : taken) {
      if (offset + aligned(tensor.bytes()) <= range[0]) {
        break;
      }
      offset = Math.max(offset, range[1]);
    }
    return offset;
  }

  private static long aligned(long value) {
    return (value + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Bytes that can be had without swapping; unknown ones count as unlimited. */
  static long availableMemory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
    return Long.MAX_VALUE;
  }

  @Override
  public void close() {
    Pointer.free(block);
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
