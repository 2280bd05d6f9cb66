package robusta.model;

import java.nio.ByteBuffer;

/** The element types of safetensors that Robusta can turn into floats. */
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

  /** Reads the next element. */
  float get(ByteBuffer from) {
    return switch (this) {
      case F32 -> from.getFloat();
      case F16 -> HalfFloat.fromHalf(from.getShort());
      case BF16 -> HalfFloat.fromBfloat(from.getShort());
      case F64 -> (float) from.getDouble();
    };
  }
}
