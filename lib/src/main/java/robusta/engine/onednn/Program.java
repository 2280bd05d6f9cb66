package robusta.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_memory_consumption_s64;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.sum;
import org.bytedeco.javacpp.LongPointer;
import robusta.run.Cancellation;
import robusta.run.CancelledException;

/**
 * A list of oneDNN primitives with their arguments bound once, so that running it allocates
 * nothing. Operations are added, then {@link #build} places the tensors, then {@link #run} runs
 * them.
 */
final class Program implements AutoCloseable {

  /** An argument of an operation: one of oneDNN's {@code DNNL_ARG} numbers and a tensor. */
  record Argument(int number, Tensor tensor) {}

  private record Operation(
      String name,
      primitive primitive,
      List<Argument> arguments,
      IntMemoryMap bound,
      Runnable java) {
    Operation bind(Native dnnl) {
      if (primitive == null) {
        return this;
      }
      IntMemoryMap map = new IntMemoryMap();
      for (Argument argument : arguments) {
        map.put(argument.number, argument.tensor.memory(dnnl));
      }
      return new Operation(name, primitive, arguments, map, null);
    }
  }

  final Native dnnl;
  private final List<Operation> operations = new ArrayList<>();
  private final Set<Tensor> placed = new LinkedHashSet<>();
  private Placement placement;

  Program(Native dnnl) {
    this.dnnl = dnnl;
  }

  static Argument arg(int number, Tensor tensor) {
    return new Argument(number, tensor);
  }

  /** The argument number of the second operand of a binary post-operation. */
  static int postOp(int index) {
    return org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1)
        | org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
  }

  /** Adds a primitive. */
  void add(String name, primitive primitive, Argument... arguments) {
    add(name, primitive, List.of(arguments));
  }

  /** Adds a primitive. */
  void add(String name, primitive primitive, List<Argument> arguments) {
    for (Argument argument : arguments) {
      touch(argument.tensor);
    }
    operations.add(new Operation(name, primitive, arguments, null, null));
  }

  /** Adds a piece of Java that reads or writes tensors. */
  void add(String name, Runnable java, Tensor... tensors) {
    for (Tensor tensor : tensors) {
      touch(tensor);
    }
    operations.add(new Operation(name, null, List.of(), null, java));
  }

  private void touch(Tensor tensor) {
    if (!tensor.bound()) {
      tensor.touch(operations.size());
      placed.add(tensor.root);
    } else if (!tensor.kept()) {
      throw new IllegalStateException("a value was not kept for the program that reads it");
    }
  }

  /** The tensor in another layout: itself where it has it, else a reordered copy. */
  Tensor as(Tensor tensor, memory.desc desc, String name) {
    if (tensor.desc.equals(desc)) {
      return tensor;
    }
    Tensor copy = new Tensor(desc);
    copy(tensor, copy, name);
    return copy;
  }

  /** Copies a tensor to another of the same dimensions, converting layout and type. */
  void copy(Tensor from, Tensor to, String name) {
    var pd =
        new reorder.primitive_desc(dnnl.engine, from.desc, dnnl.engine, to.desc, dnnl.plain, false);
    add(
        "reorder " + name,
        new reorder(pd),
        arg(org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM, from),
        arg(org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO, to));
  }

  /** The sum of tensors, in the layout of the first. */
  Tensor sum(List<Tensor> tensors, String name) {
    if (tensors.size() == 1) {
      return tensors.get(0);
    }
    memory.desc desc = tensors.get(0).desc;
    memory_desc_vector descs = new memory_desc_vector();
    float[] scales = new float[tensors.size()];
    Tensor total = new Tensor(desc);
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      descs.push_back(desc);
      scales[i] = 1;
      arguments.add(
          arg(
              org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC + i,
              as(tensors.get(i), desc, name)));
    }
    arguments.add(arg(org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST, total));
    var pd = new sum.primitive_desc(dnnl.engine, desc, scales, descs, dnnl.plain, false);
    add("sum " + name, new sum(pd), arguments);
    return total;
  }

  /**
   * Places the tensors and binds the arguments.
   *
   * @param from where in the arena the tensors may begin
   */
  Program build(long from) {
    place(from);
    return build();
  }

  /** Decides where in the arena the tensors will lie; nothing is added after that. */
  void place(long from) {
    placement = new Placement(placed, from);
    placed.forEach(Tensor::settle);
  }

  /**
   * Sees to it that the arena reaches as far as the tensors do.
   *
   * @throws Arena.NotEnoughMemory if the machine has too little left
   */
  void admit() {
    dnnl.arena.admit(this, placement.end());
  }

  /** Takes the places that were decided on and binds the arguments. */
  Program build() {
    admit();
    moved();
    operations.replaceAll(operation -> operation.bind(dnnl));
    return this;
  }

  /** Bytes that oneDNN sets aside for what its most demanding operation needs while it runs. */
  long scratch() {
    long most = 0;
    for (Operation operation : operations) {
      if (operation.primitive != null) {
        try (LongPointer bytes = new LongPointer(1)) {
          dnnl_primitive_desc_query(
              operation.primitive.get_dnnl_primitive_desc(),
              dnnl_query_memory_consumption_s64,
              0,
              bytes);
          most = Math.max(most, bytes.get());
        }
      }
    }
    return most;
  }

  /** Where in the arena its tensors end. */
  long end() {
    return placement.end();
  }

  /** Takes note of where the arena is now. */
  void moved() {
    placement.offsets().forEach((tensor, offset) -> tensor.place(dnnl.arena.at(offset)));
  }

  /** Runs the operations, looking at the cancellation between them. */
  void run(Cancellation cancellation) {
    for (int i = 0; i < operations.size(); i++) {
      cancellation.check();
      if (NativeThread.ending()) {
        throw new CancelledException();
      }
      Operation operation = operations.get(i);
      long start = Profile.ENABLED ? System.nanoTime() : 0;
      if (operation.java != null) {
        operation.java.run();
      } else {
        operation.primitive.execute(dnnl.stream, operation.bound);
      }
      if (Profile.ENABLED) {
        Profile.add(operation.name, System.nanoTime() - start);
      }
    }
  }

  @Override
  public void close() {
    dnnl.arena.leave(this);
  }
}
