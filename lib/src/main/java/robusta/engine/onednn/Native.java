package robusta.engine.onednn;

import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/** The process's oneDNN engine and stream, and short names for what is made with them. */
final class Native {
  static final memory.data_type F32 = memory.data_type.f32;
  static final memory.data_type BF16 = memory.data_type.bf16;

  final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
  final stream stream = new stream(engine);
  final primitive_attr plain = new primitive_attr();
  final Arena arena = new Arena();

  /** What oneDNN takes for a bias that is not there. */
  final memory.desc nothing = new memory.desc();

  /** A descriptor that leaves the layout to oneDNN. */
  memory.desc any(long[] dims, memory.data_type type) {
    return new memory.desc(dims, type, memory.format_tag.any);
  }

  /** A descriptor in logical order, row-major. */
  memory.desc plain(long[] dims, memory.data_type type) {
    return new memory.desc(dims, type, rowMajor(dims));
  }

  memory.desc strided(long[] dims, memory.data_type type, long[] strides) {
    return new memory.desc(dims, type, strides);
  }

  memory memory(memory.desc desc, Pointer data) {
    return new memory(desc, engine, data);
  }

  static long[] dims(memory.desc desc) {
    var pointer = desc.get_dims();
    long[] dims = new long[(int) pointer.limit()];
    pointer.get(dims);
    return dims;
  }

  static long[] rowMajor(long[] dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    return strides;
  }

  /** Whether the processor multiplies bfloat16 natively (AVX-512 BF16 or AMX). */
  static boolean bf16() {
    int isa = dnnl.dnnl_get_effective_cpu_isa();
    int needed = dnnl.dnnl_cpu_isa_avx512_core_bf16;
    return (isa & needed) == needed;
  }

  /**
   * Whether oneDNN has operations in bfloat16 for this processor at all, natively or not (on x86-64
   * it takes AVX-512 for that). Asked of oneDNN itself, by describing a small convolution.
   */
  boolean computesBf16() {
    long[] image = {1, 8, 4, 4};
    long[] ones = {1, 1};
    long[] none = {0, 0};
    try (var described =
        new convolution_forward.primitive_desc(
            engine,
            prop_kind.forward_training,
            algorithm.convolution_direct,
            any(image, BF16),
            any(new long[] {8, 8, 1, 1}, BF16),
            nothing,
            any(image, BF16),
            ones,
            none,
            none,
            none,
            plain,
            false)) {
      return !described.isNull();
    } catch (RuntimeException e) {
      return false;
    }
  }

  static String version() {
    var version = dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }
}
