package robusta.model;

import java.nio.ByteBuffer;

/** The element types of files that Robusta can turn into floats, by their safetensors names. */
public enum TensorType {
  F32(4),
  F16(2),
  BF16(2),
  F64(8);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /**
   * Reads the next elements.
   *
   * @param from where they are, in the file's byte order; its position moves behind them
   * @param into receives them from {@code at} on
   */
  public void read(ByteBuffer from, float[] into, int at, int count) {
    if (this == F32) {
      from.asFloatBuffer().get(into, at, count);
      from.position(from.position() + count * bytes);
      return;
    }
    for (int i = at; i < at + count; i++) {
      into[i] = next(from);
    }
  }

  private float next(ByteBuffer from) {
    return switch (this) {
      case F32 -> from.getFloat();
      case F16 -> HalfFloat.fromHalf(from.getShort());
      case BF16 -> HalfFloat.fromBfloat(from.getShort());
      case F64 -> (float) from.getDouble();
    };
  }
}
