package robusta.model.torch;

import robusta.model.torch.Value.Dictionary;
import robusta.model.torch.Value.Global;
import robusta.model.torch.Value.Opaque;
import robusta.model.torch.Value.Sequence;
import robusta.model.torch.Value.Storage;
import robusta.model.torch.Value.Tuple;
import robusta.model.torch.Value.View;

/**
 * The calls in a pickle that give Robusta a value: those that put dense tensors, parameters and
 * ordered dictionaries together again. All others give something {@link Opaque}.
 */
final class Rebuilding {
  private static final int MAX_RANK = 8;

  private Rebuilding() {}

  /** What calling this gives. */
  static Object call(Object callable, Object arguments) {
    if (!(callable instanceof Global global) || !(arguments instanceof Tuple given)) {
      return opaque(callable);
    }
    Object value =
        switch (global.qualified()) {
          case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> tensor(given);
          case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
              given.get(0) instanceof View view ? view : null;
          case "torch._tensor._rebuild_from_type_v2" -> ofType(given);
          case "collections.OrderedDict" -> dictionary(given);
          default -> null;
        };
    return value == null ? opaque(callable) : value;
  }

  /** Something of this type, which is not built. */
  static Opaque opaque(Object type) {
    return new Opaque(
        type instanceof Global global
            ? global.qualified()
            : type instanceof Opaque opaque ? opaque.type() : "unknown type");
  }

  /** (storage, offset, size, strides, requires_grad, backward_hooks). */
  private static View tensor(Tuple given) {
    if (given.get(0) instanceof Storage storage
        && given.get(1) instanceof Long offset
        && given.get(2) instanceof Tuple size
        && given.get(3) instanceof Tuple stride) {
      long[] shape = size.sizes(MAX_RANK);
      long[] strides = stride.sizes(MAX_RANK);
      if (offset >= 0 && shape != null && strides != null && shape.length == strides.length) {
        return new View(storage, offset, shape, strides);
      }
    }
    return null;
  }

  /** (function, type, arguments, state): a tensor with a Python class or attributes of its own. */
  private static Object ofType(Tuple given) {
    return given.get(0) instanceof Global function
            && given.get(2) instanceof Tuple arguments
            && function.qualified().equals("torch._utils._rebuild_tensor_v2")
        ? tensor(arguments)
        : null;
  }

  private static Dictionary dictionary(Tuple given) {
    Dictionary dictionary = new Dictionary();
    if (given.get(0) instanceof Sequence pairs) {
      for (Object pair : pairs.items) {
        if (pair instanceof Tuple two) {
          dictionary.put(two.get(0), two.get(1));
        } else if (pair instanceof Sequence two && two.items.size() == 2) {
          dictionary.put(two.items.get(0), two.items.get(1));
        }
      }
    }
    return dictionary;
  }
}
