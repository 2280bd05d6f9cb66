package robusta.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/**
 * A value inside a program: a layout, and once the program is built, a place in memory.
 *
 * <p>A tensor is either bound to memory when it is made, or gets a place in its program's arena:
 * temporary ones share theirs with others that live at other times.
 */
final class Tensor {
  final memory.desc desc;

  /** The tensor whose memory this one reads in another layout; itself when it has its own. */
  final Tensor root;

  /** Kept after the program that computes it has ended. */
  private boolean kept;

  /** First and last operation of the program that touch it. */
  int first = Integer.MAX_VALUE;

  int last = -1;

  private memory memory;
  private Pointer data;

  Tensor(memory.desc desc) {
    this.desc = desc;
    this.root = this;
  }

  private Tensor(memory.desc desc, Tensor root) {
    this.desc = desc;
    this.root = root;
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

  long bytes() {
    return root.desc.get_size();
  }

  boolean bound() {
    return root.data != null;
  }

  /** Gives it memory that outlives programs. */
  Tensor bind(Pointer place) {
    root.data = place;
    root.kept = true;
    return this;
  }

  /** Gives it a place in its program's arena. */
  void place(Pointer place) {
    root.data = place;
  }

  Pointer data() {
    return root.data;
  }

  void touch(int operation) {
    root.first = Math.min(root.first, operation);
    root.last = Math.max(root.last, operation);
  }

  memory memory(Native dnnl) {
    if (memory == null) {
      memory = dnnl.memory(desc, root.data);
    }
    return memory;
  }
}
