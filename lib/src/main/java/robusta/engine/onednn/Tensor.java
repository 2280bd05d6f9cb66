package robusta.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A value inside a program: a layout, and a place in memory. A tensor is either bound to memory of
 * its own when it is made, or gets a place in the arena when its program is built; there, temporary
 * ones share theirs with others that live at other times.
 */
final class Tensor {
  final memory.desc desc;

  /** The tensor whose memory this one reads in another layout; itself when it has its own. */
  final Tensor root;

  private boolean kept;
  private boolean settled;

  // First and last operation of its program that touch it.
  private int first = Integer.MAX_VALUE;
  private int last = -1;

  private memory memory;
  private Pointer data;
  private final List<memory> memories = new ArrayList<>();

  Tensor(memory.desc desc) {
    this.desc = desc;
    this.root = this;
  }

  private Tensor(memory.desc desc, Tensor root) {
    this.desc = desc;
    this.root = root;
  }

  /** A tensor with memory of its own, zero at first. */
  static Tensor zeros(memory.desc desc) {
    Tensor tensor = new Tensor(desc);
    FloatPointer data = new FloatPointer((tensor.bytes() + 3) / 4);
    Pointer.memset(data, 0, tensor.bytes());
    return tensor.bind(data);
  }

  /** The same memory read in another layout of the same size. */
  Tensor view(memory.desc other) {
    return new Tensor(other, root);
  }

  /** Keeps it after the program that computes it has ended, so that another may read it. */
  Tensor keep() {
    root.kept = true;
    return this;
  }

  boolean kept() {
    return root.kept;
  }

  /** Gives it memory of its own, outside the arena. */
  Tensor bind(Pointer place) {
    root.kept = true;
    place(place);
    return this;
  }

  /** Gives it a place in the arena, or another one when the arena has moved. */
  void place(Pointer place) {
    root.data = place;
    root.memories.forEach(known -> known.set_data_handle(place));
  }

  /** A program has decided where it will lie. */
  void settle() {
    root.settled = true;
  }

  /** Whether it is known where it lies or will lie. */
  boolean bound() {
    return root.data != null || root.settled;
  }

  Pointer data() {
    return root.data;
  }

  long bytes() {
    return root.desc.get_size();
  }

  void touch(int operation) {
    root.first = Math.min(root.first, operation);
    root.last = Math.max(root.last, operation);
  }

  /** Whether there is a moment at which both hold something. */
  boolean livesWith(Tensor other) {
    return kept() || other.kept() || (other.first <= last && first <= other.last);
  }

  memory memory(Native dnnl) {
    if (memory == null) {
      memory = dnnl.memory(desc, root.data);
      root.memories.add(memory);
    }
    return memory;
  }
}
