package robusta.engine.onednn;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.plan.Parameter;

/** A graph's flattened parameters, or its flattened gradient, as native memory. */
final class ParameterMemory {
  private final INDArray flat;
  private final FloatPointer base;

  ParameterMemory(INDArray flat) {
    this.flat = flat;
    this.base = new FloatPointer(flat.data().pointer());
    if (flat.offset() != 0) {
      base.position(flat.offset());
    }
  }

  /** Where a parameter begins. */
  FloatPointer at(Parameter parameter) {
    return base.getPointer(parameter.offset());
  }

  /** A parameter's values in logical order. */
  float[] read(Parameter parameter) {
    return read(parameter, new float[parameter.size()]);
  }

  /** A parameter's values in logical order, in the beginning of an array that is handed back. */
  float[] read(Parameter parameter, float[] values) {
    int size = parameter.size();
    if (parameter.contiguous()) {
      at(parameter).get(values, 0, size);
      return values;
    }
    FloatPointer start = at(parameter);
    long[] shape = parameter.shape();
    long[] strides = parameter.strides();
    long[] index = new long[shape.length];
    for (int i = 0; i < size; i++) {
      long offset = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        offset += index[axis] * strides[axis];
      }
      values[i] = start.get(offset);
      for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return values;
  }

  /** Overwrites a contiguous parameter. */
  void write(Parameter parameter, float[] values) {
    at(parameter).put(values);
  }

  /** Sets everything to zero. */
  void clear() {
    flat.assign(0);
  }
}
