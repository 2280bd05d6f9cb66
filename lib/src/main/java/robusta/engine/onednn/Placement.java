package robusta.engine.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Offsets for a program's tensors: those whose lives overlap don't overlap in memory. The largest
 * are placed first, each at the first gap that fits.
 */
final class Placement {
  private final Map<Tensor, Long> offsets = new LinkedHashMap<>();
  private final long from;
  private long end;

  /**
   * Places tensors.
   *
   * @param from where they may begin; before it lies what another program keeps
   */
  Placement(Iterable<Tensor> tensors, long from) {
    this.from = from;
    this.end = from;
    List<Tensor> bySize = new ArrayList<>();
    tensors.forEach(bySize::add);
    bySize.sort(Comparator.comparingLong(Tensor::bytes).reversed());
    for (Tensor tensor : bySize) {
      long offset = firstFit(tensor);
      offsets.put(tensor, offset);
      end = Math.max(end, offset + Arena.aligned(tensor.bytes()));
    }
  }

  /** Where each tensor begins. */
  Map<Tensor, Long> offsets() {
    return offsets;
  }

  /** Where what is placed ends. */
  long end() {
    return end;
  }

  private long firstFit(Tensor tensor) {
    List<long[]> taken = new ArrayList<>();
    offsets.forEach(
        (other, offset) -> {
          if (tensor.livesWith(other)) {
            taken.add(new long[] {offset, offset + Arena.aligned(other.bytes())});
          }
        });
    taken.sort(Comparator.comparingLong(range -> range[0]));
    long offset = from;
    for (long[] range : taken) {
      if (offset + Arena.aligned(tensor.bytes()) <= range[0]) {
        break;
      }
      offset = Math.max(offset, range[1]);
    }
    return offset;
  }
}
