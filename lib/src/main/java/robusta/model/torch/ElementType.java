package robusta.model.torch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import robusta.model.TensorType;

/** What PyTorch's storages hold. */
enum ElementType {
  FLOAT(4, TensorType.F32),
  HALF(2, TensorType.F16),
  B_FLOAT16(2, TensorType.BF16),
  DOUBLE(8, TensorType.F64),
  LONG(8, null),
  INT(4, null),
  SHORT(2, null),
  CHAR(1, null),
  BYTE(1, null),
  BOOL(1, null),
  COMPLEX_FLOAT(8, null),
  COMPLEX_DOUBLE(16, null),
  Q_U_INT8(1, null),
  Q_INT8(1, null),
  Q_INT32(4, null);

  private static final Map<String, ElementType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(type -> type.lower(), Function.identity()));

  private final int bytes;
  private final TensorType floats;

  ElementType(int bytes, TensorType floats) {
    this.bytes = bytes;
    this.floats = floats;
  }

  /** The type of a storage class such as {@code torch.FloatStorage}; null for an unknown one. */
  static ElementType of(Value.Global type) {
    boolean torch = type.module().equals("torch") || type.module().equals("torch.cuda");
    return torch ? BY_NAME.get(type.name().toLowerCase(Locale.ROOT)) : null;
  }

  int bytes() {
    return bytes;
  }

  /** How to read it as floats; null if it holds something else. */
  TensorType floats() {
    return floats;
  }

  private String lower() {
    return name().replace("_", "").toLowerCase(Locale.ROOT) + "storage";
  }
}
