package robusta.model;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers on their way between Java's heap and ND4J's arrays of float32, copied as a whole: ND4J's
 * own ways move them one by one, which takes seconds for the weights of a ResNet-50. What lies
 * outside the heap is closed at once; it would stay until the heap needs collecting.
 */
final class Floats {
  private Floats() {}

  /** The numbers of an array, walked through in an order: 'c' or 'f'. */
  static float[] of(INDArray array, char order) {
    float[] values = new float[Math.toIntExact(array.length())];
    try (INDArray copy = array.dup(order)) {
      new FloatPointer(copy.data().pointer()).get(values);
    }
    return values;
  }

  /** Puts numbers into an array, which may be a view, walking through it in an order. */
  static void put(float[] values, INDArray array, char order) {
    try (INDArray copy = Nd4j.createUninitialized(DataType.FLOAT, array.shape(), order)) {
      new FloatPointer(copy.data().pointer()).put(values);
      array.assign(copy);
    }
  }
}
