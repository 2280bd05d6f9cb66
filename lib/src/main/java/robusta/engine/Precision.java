package robusta.engine;

/** The number format of activations and weights inside the engine; master weights are float32. */
public enum Precision {
  /** 32-bit floating point. */
  F32,
  /** bfloat16 activations and weights, float32 accumulation; on x86-64 it takes AVX-512. */
  BF16,
  /** {@link #BF16} where the CPU computes in it natively, else {@link #F32}. */
  AUTO
}
