package robusta.engine.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.FloatPointer;
import robusta.plan.Parameter;
import robusta.plan.Plan;
import robusta.plan.Step;

/**
 * The weights of a frozen network as the engine wants them: batch norm folded in, converted and in
 * the layouts that the programs of all batch sizes ask for. {@link #refresh} reads the model's
 * parameters again.
 */
final class FrozenWeights implements AutoCloseable {
  /**
   * Numbers that pass through Java's heap at a time; VGG's first dense layer has a hundred million.
   */
  private static final int PIECE = 1 << 16;

  private final Native dnnl;
  private final ParameterMemory parameters;
  private final Map<Fused, Folded> folded = new HashMap<>();
  private final Lifetime natives = new Lifetime();
  private float[] heap = new float[PIECE];
  private final FloatPointer staging;

  FrozenWeights(Native dnnl, ParameterMemory parameters, Plan plan) {
    this.dnnl = dnnl;
    this.parameters = parameters;
    this.staging = natives.own(() -> new FloatPointer(plan.largestWeights()));
  }

  /** The weights of a convolution or dense layer in a layout, dimensions as in the layout. */
  Tensor weights(Fused fused, Parameter weights, memory.desc desc) {
    return entry(fused, weights).copy(desc);
  }

  /** The weights of a convolution for its gradient: kernel turned, in x out x height x width. */
  Tensor turned(Fused fused, Parameter weights, memory.desc desc) {
    return entry(fused, weights).turned(desc);
  }

  /** The bias that folding leaves: one per output channel; zero where there is none. */
  Tensor bias(Fused fused, Parameter weights, Parameter bias) {
    return entry(fused, weights).bias(bias);
  }

  /** A vector computed from parameters, such as the scale of a batch norm that nothing folds. */
  Tensor vector(Object key, int part, Supplier<float[]> values, long[] dims) {
    return vectors.computeIfAbsent(List.of(key, part), unused -> new Vector(values, dims)).tensor;
  }

  private final Map<List<Object>, Vector> vectors = new HashMap<>();

  /** Scale per channel of a batch norm with running statistics. */
  float[] scale(Step.BatchNorm norm) {
    float[] variance = parameters.read(norm.variance());
    float[] scale = new float[variance.length];
    float[] gamma = norm.gamma() == null ? null : parameters.read(norm.gamma());
    for (int c = 0; c < scale.length; c++) {
      double v = norm.logDeviation() ? Math.pow(10, 2.0 * variance[c]) : variance[c];
      double g = gamma == null ? norm.fixedGamma() : gamma[c];
      scale[c] = (float) (g / Math.sqrt(v + norm.epsilon()));
    }
    return scale;
  }

  /** Shift per channel of a batch norm with running statistics. */
  float[] shift(Step.BatchNorm norm) {
    float[] scale = scale(norm);
    float[] mean = parameters.read(norm.mean());
    float[] beta = norm.beta() == null ? null : parameters.read(norm.beta());
    float[] shift = new float[scale.length];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = (beta == null ? norm.fixedBeta() : beta[c]) - mean[c] * scale[c];
    }
    return shift;
  }

  /** Whether no program has asked for any yet. */
  boolean isEmpty() {
    return folded.isEmpty();
  }

  void refresh() {
    folded.values().forEach(Folded::refresh);
    vectors.values().forEach(Vector::refresh);
  }

  /** Reads the parameters of one dense layer again. */
  void refresh(Step.Dense layer) {
    folded.forEach(
        (fused, entry) -> {
          if (fused.head().equals(layer)) {
            entry.refresh();
          }
        });
  }

  private Folded entry(Fused fused, Parameter weights) {
    return folded.computeIfAbsent(fused, f -> new Folded(f, weights));
  }

  @Override
  public void close() {
    natives.close();
  }

  /** What is done with some rows of weights: the rows, where they begin and how many numbers. */
  private interface Piece {
    void on(Parameter rows, int from, int size);
  }

  /** One layer's weights in every layout that was asked for. */
  private final class Folded {
    private final Fused fused;
    private final Parameter source;
    private final List<Copy> copies = new ArrayList<>();
    private final List<Copy> turned = new ArrayList<>();
    private Tensor bias;
    private Parameter biasSource;

    Folded(Fused fused, Parameter source) {
      this.fused = fused;
      this.source = source;
    }

    Tensor copy(memory.desc desc) {
      // A dense layer's weights are out x in whatever the layout's dimensions are called.
      return find(copies, desc, Native.rowMajor(Native.dims(desc)));
    }

    Tensor turned(memory.desc desc) {
      long[] strides = Native.rowMajor(source.shape());
      return find(turned, desc, new long[] {strides[1], strides[0], strides[2], strides[3]});
    }

    private Tensor find(List<Copy> among, memory.desc desc, long[] strides) {
      for (Copy copy : among) {
        if (copy.tensor.desc.equals(desc)) {
          return copy.tensor;
        }
      }
      Copy made = natives.own(() -> new Copy(allocate(desc), strides));
      among.add(made);
      fill();
      return made.tensor;
    }

    Tensor bias(Parameter from) {
      if (bias == null) {
        biasSource = from;
        bias = natives.own(() -> allocate(dnnl.plain(new long[] {channels()}, Native.F32)));
        fillBias();
      }
      return bias;
    }

    void refresh() {
      fill();
      if (bias != null) {
        fillBias();
      }
    }

    private int channels() {
      long[] shape = source.shape();
      return (int) (shape.length == 5 ? shape[0] * shape[1] : shape[0]);
    }

    private void fill() {
      float[] scale = fused.norm() == null ? null : scale(fused.norm());
      inPieces(
          (rows, from, size) -> {
            parameters.read(rows, heap);
            scaleHeap(scale, from, size);
            staging.position(from).put(heap, 0, size);
          });
      copies.forEach(copy -> copy.fill());
      if (!turned.isEmpty()) {
        long[] shape = source.shape();
        int kernel = (int) (shape[2] * shape[3]);
        inPieces(
            (rows, from, size) -> {
              staging.position(from).get(heap, 0, size);
              turn(heap, size, kernel);
              staging.position(from).put(heap, 0, size);
            });
        turned.forEach(copy -> copy.fill());
      }
    }

    /** Does something with the weights, some rows at a time, which fit into the heap array. */
    private void inPieces(Piece work) {
      int rows = (int) source.shape()[0];
      int row = source.size() / rows;
      int step = Math.max(1, PIECE / row);
      if (heap.length < row) {
        heap = new float[row];
      }
      for (int first = 0; first < rows; first += step) {
        int count = Math.min(step, rows - first);
        work.on(source.rows(first, count), first * row, count * row);
      }
      staging.position(0);
    }

    /** Multiplies the numbers in the heap array, the first of which is the weights' from-th. */
    private void scaleHeap(float[] scale, int from, int size) {
      if (scale == null) {
        return;
      }
      int perChannel = source.size() / scale.length;
      for (int i = 0; i < size; ) {
        int channel = (from + i) / perChannel;
        int end = Math.min(size, (channel + 1) * perChannel - from);
        for (float factor = scale[channel]; i < end; i++) {
          heap[i] *= factor;
        }
      }
    }

    /** Turns every kernel by half a turn. */
    private static void turn(float[] values, int size, int kernel) {
      for (int start = 0; kernel > 1 && start < size; start += kernel) {
        for (int i = start, j = start + kernel - 1; i < j; i++, j--) {
          float swapped = values[i];
          values[i] = values[j];
          values[j] = swapped;
        }
      }
    }

    private void fillBias() {
      float[] values = biasSource == null ? new float[channels()] : parameters.read(biasSource);
      if (fused.norm() != null) {
        float[] scale = scale(fused.norm());
        float[] shift = shift(fused.norm());
        for (int c = 0; c < values.length; c++) {
          values[c] = values[c] * scale[c] + shift[c];
        }
      }
      ((FloatPointer) bias.data()).put(values);
    }
  }

  /** Memory of its own for a layout, which is copied because its maker may be freed earlier. */
  private Tensor allocate(memory.desc layout) {
    memory.desc desc = new memory.desc(layout);
    FloatPointer data = new FloatPointer((desc.get_size() + 3) / 4 + 16);
    long misaligned = data.address() % 64;
    Tensor tensor = new Tensor(desc);
    tensor.bind(misaligned == 0 ? data : data.getPointer((64 - misaligned) / 4));
    tensor.memory(dnnl);
    return tensor;
  }

  /** Weights in one layout, and how they get there from the staging buffer. */
  private final class Copy {
    private final Tensor tensor;
    private final memory from;
    private final reorder reorder;

    Copy(Tensor tensor, long[] strides) {
      this.tensor = tensor;
      from = dnnl.memory(dnnl.strided(Native.dims(tensor.desc), Native.F32, strides), staging);
      reorder = new reorder(from, tensor.memory(dnnl));
    }

    void fill() {
      reorder.execute(dnnl.stream, from, tensor.memory(dnnl));
    }
  }

  private final class Vector {
    private final Supplier<float[]> values;
    private final Tensor tensor;

    Vector(Supplier<float[]> values, long[] dims) {
      this.values = values;
      this.tensor = natives.own(() -> allocate(dnnl.plain(dims, Native.F32)));
      refresh();
    }

    void refresh() {
      ((FloatPointer) tensor.data()).put(values.get());
    }
  }
}
