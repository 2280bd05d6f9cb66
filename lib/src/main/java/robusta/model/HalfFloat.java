package robusta.model;

/** Conversions between float32 and the two 16-bit formats. (Java has them from release 20 on.) */
final class HalfFloat {
  private HalfFloat() {}

  /** The value of IEEE 754 binary16 bits. */
  static float fromHalf(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    if (exponent == 0) { // zero and subnormal numbers: multiples of 2^-24
      float value = mantissa * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    int wide = exponent == 31 ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | (wide << 23) | (mantissa << 13));
  }

  /** The nearest binary16, ties to even; beyond 65504 an infinity. */
  static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520) { // halfway between the largest half and the next power of two
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) { // subnormal: count multiples of 2^-24
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int positive = bits & 0x7fffffff;
    int rounded = positive + 0xfff + ((positive >> 13) & 1);
    return (short) (sign | ((rounded - (112 << 23)) >> 13));
  }

  /** The value of bfloat16 bits. */
  static float fromBfloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
