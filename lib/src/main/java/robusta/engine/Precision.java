package robusta.engine;

import java.util.Locale;

/** The number format of activations and weights inside the engine; master weights are float32. */
public enum Precision {
  /** 32-bit floating point. */
  F32,
  /** bfloat16 activations and weights, float32 accumulation; on x86-64 it takes AVX-512. */
  BF16,
  /** {@link #BF16} where the CPU computes in it natively, else {@link #F32}. */
  AUTO;

  /** What recipes, options and tables call it: {@code "f32"}, {@code "bf16"} or {@code "auto"}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format of such a word.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Precision of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
