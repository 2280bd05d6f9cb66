package robusta.engine.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
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

  static String version() {
    var version = dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }
}
