package robusta.engine.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import robusta.plan.Parameter;

/**
 * The weights of a frozen network as the engine wants them: batch norm folded in, converted and in
 * the layouts that the programs of all batch sizes ask for. {@link #refresh} reads the model's
 * parameters again.
 */
final class FrozenWeights implements AutoCloseable {
  private final Native dnnl;
  private final ParameterMemory parameters;
  private final Map<Fused, Folded> folded = new HashMap<>();
  private float[] heap = new float[0];
  private FloatPointer staging = new FloatPointer((Pointer) null);

  FrozenWeights(Native dnnl, ParameterMemory parameters) {
    this.dnnl = dnnl;
    this.parameters = parameters;
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
  float[] scale(robusta.plan.Step.BatchNorm norm) {
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
  float[] shift(robusta.plan.Step.BatchNorm norm) {
    float[] scale = scale(norm);
    float[] mean = parameters.read(norm.mean());
    float[] beta = norm.beta() == null ? null : parameters.read(norm.beta());
    float[] shift = new float[scale.length];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = (beta == null ? norm.fixedBeta() : beta[c]) - mean[c] * scale[c];
    }
    return shift;
  }

  void refresh() {
    folded.values().forEach(Folded::refresh);
    vectors.values().forEach(Vector::refresh);
  }

  private Folded entry(Fused fused, Parameter weights) {
    return folded.computeIfAbsent(fused, f -> new Folded(f, weights));
  }

  private float[] heap(int size) {
    if (heap.length < size) {
      heap = new float[size];
    }
    return heap;
  }

  private FloatPointer staging(int size) {
    if (staging.isNull() || staging.capacity() < size) {
      staging.deallocate();
      staging = new FloatPointer(size);
    }
    return staging;
  }

  @Override
  public void close() {
    folded.values().forEach(Folded::close);
    vectors.values().forEach(vector -> vector.data.deallocate());
    staging.deallocate();
  }

  /** One layer's weights in every layout that was asked for. */
  private final class Folded {
    private final Fused fused;
    private final Parameter source;
    private final List<Tensor> copies = new ArrayList<>();
    private final List<Tensor> turned = new ArrayList<>();
    private final List<FloatPointer> owned = new ArrayList<>();
    private Tensor bias;
    private Parameter biasSource;

    Folded(Fused fused, Parameter source) {
      this.fused = fused;
      this.source = source;
    }

    Tensor copy(memory.desc desc) {
      Tensor known = find(copies, desc);
      if (known == null) {
        known = allocate(desc);
        copies.add(known);
        fill();
      }
      return known;
    }

    Tensor turned(memory.desc desc) {
      Tensor known = find(turned, desc);
      if (known == null) {
        known = allocate(desc);
        turned.add(known);
        fill();
      }
      return known;
    }

    private Tensor find(List<Tensor> among, memory.desc desc) {
      return among.stream().filter(copy -> copy.desc.equals(desc)).findFirst().orElse(null);
    }

    Tensor bias(Parameter from) {
      if (bias == null) {
        biasSource = from;
        bias = allocate(dnnl.plain(new long[] {channels()}, Native.F32));
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

    private Tensor allocate(memory.desc desc) {
      FloatPointer data = new FloatPointer((desc.get_size() + 3) / 4 + 16);
      owned.add(data);
      long misaligned = data.address() % 64;
      Tensor tensor = new Tensor(desc);
      tensor.bind(misaligned == 0 ? data : data.getPointer((64 - misaligned) / 4));
      return tensor;
    }

    private void fill() {
      int size = source.size();
      float[] values = folded(size);
      FloatPointer staged = staging(size).put(values, 0, size);
      for (Tensor copy : copies) {
        // A dense layer's weights are out x in whatever the layout's dimensions are called.
        reorder(dnnl.plain(Native.dims(copy.desc), Native.F32), staged, copy);
      }
      if (!turned.isEmpty()) {
        long[] shape = source.shape();
        long[] strides = Native.rowMajor(shape);
        turn(values, size, (int) (shape[2] * shape[3]));
        staged.put(values, 0, size);
        for (Tensor copy : turned) {
          reorder(
              dnnl.strided(
                  Native.dims(copy.desc),
                  Native.F32,
                  new long[] {strides[1], strides[0], strides[2], strides[3]}),
              staged,
              copy);
        }
      }
    }

    private void reorder(memory.desc layout, FloatPointer staged, Tensor to) {
      memory from = dnnl.memory(layout, staged);
      new reorder(from, to.memory(dnnl)).execute(dnnl.stream, from, to.memory(dnnl));
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

    private float[] folded(int size) {
      float[] values = parameters.read(source, heap(size));
      if (fused.norm() != null) {
        float[] scale = scale(fused.norm());
        int perChannel = size / scale.length;
        for (int c = 0; c < scale.length; c++) {
          float s = scale[c];
          for (int i = c * perChannel, end = i + perChannel; i < end; i++) {
            values[i] *= s;
          }
        }
      }
      return values;
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

    void close() {
      owned.forEach(Pointer::deallocate);
    }
  }

  private final class Vector {
    private final Supplier<float[]> values;
    private final FloatPointer data;
    private final Tensor tensor;

    Vector(Supplier<float[]> values, long[] dims) {
      this.values = values;
      this.tensor = new Tensor(dnnl.plain(dims, Native.F32));
      this.data = new FloatPointer(tensor.bytes() / 4);
      tensor.bind(data);
      refresh();
    }

    void refresh() {
      data.put(values.get());
    }
  }
}
