package robusta.model.torch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import robusta.model.torch.Value.Dictionary;
import robusta.model.torch.Value.Global;
import robusta.model.torch.Value.Opaque;
import robusta.model.torch.Value.Sequence;
import robusta.model.torch.Value.Tuple;

/**
 * Python's pickle machine (the opcodes of {@code pickletools}, protocols 2 to 5), which executes
 * nothing: names stay names, {@link Rebuilding} knows the few calls that give a value, and whatever
 * else a pickle would build becomes {@link Opaque}.
 *
 * <p>It never recurses, and each step makes at most one small object, so a number of steps bounds
 * its time and its memory.
 */
final class Pickle {

  /** The usual networks with their optimizer's state need 100,000. */
  private static final int MAX_STEPS = 2_000_000;

  /** On the stack where a collection begins. */
  private static final Object MARK = new Object();

  private final ByteSource in;
  private final Function<Tuple, Object> persistent;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  private int steps;

  private Pickle(ByteSource in, Function<Tuple, Object> persistent) {
    this.in = in;
    this.persistent = persistent;
  }

  /**
   * Reads one pickle, to its end.
   *
   * @param persistent what a persistent id stands for
   * @throws UnreadableException if it is damaged or asks for more than it may
   */
  static Object read(ByteSource in, Function<Tuple, Object> persistent) throws IOException {
    return new Pickle(in, persistent).run();
  }

  private Object run() throws IOException {
    for (; steps < MAX_STEPS; steps++) {
      int code = in.u8();
      if (code == '.') {
        return pop();
      }
      if (!number(code) && !text(code) && !collection(code) && !object(code) && !machine(code)) {
        throw new UnreadableException(
            "it holds the pickle opcode 0x%02x, which torch.save does not write".formatted(code));
      }
    }
    throw new UnreadableException("it describes more than %d values".formatted(MAX_STEPS));
  }

  private boolean number(int code) throws IOException {
    switch (code) {
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.i32());
      case 'K' -> push((long) in.u8());
      case 'M' -> push((long) in.u16());
      case 'G' -> push(in.bigEndianDouble());
      case 0x8a -> push(orOpaque(in.integer(in.u8()), "int"));
      case 0x8b -> push(orOpaque(in.integer(in.i32()), "int"));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int code) throws IOException {
    switch (code) {
      case 'X' -> push(orOpaque(in.text(in.u32()), "str"));
      case 'T' -> push(orOpaque(in.text(in.i32()), "str"));
      case 'U', 0x8c -> push(orOpaque(in.text(in.u8()), "str"));
      case 0x8d -> push(orOpaque(in.text(in.i64()), "str"));
      case 'C' -> bytes(in.u8());
      case 'B' -> bytes(in.u32());
      case 0x8e, 0x96 -> bytes(in.i64());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean collection(int code) {
    switch (code) {
      case ')' -> push(new Tuple(List.of()));
      case 0x85, 0x86, 0x87 -> push(new Tuple(last(code - 0x84)));
      case 't' -> push(new Tuple(sinceMark()));
      case ']' -> push(new Sequence());
      case 'l' -> {
        Sequence list = new Sequence();
        list.items.addAll(sinceMark());
        push(list);
      }
      case 'a' -> append(last(1));
      case 'e' -> append(sinceMark());
      case '}' -> push(new Dictionary());
      case 'd' -> {
        List<Object> items = sinceMark();
        push(new Dictionary());
        put(items);
      }
      case 's' -> put(last(2));
      case 'u' -> put(sinceMark());
      case 0x8f -> push(new Opaque("set"));
      case 0x90 -> sinceMark();
      case 0x91 -> {
        sinceMark();
        push(new Opaque("frozenset"));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(int code) throws IOException {
    switch (code) {
      case 'c' -> push(new Global(in.line(), in.line()));
      case 0x93 -> {
        Object name = pop();
        Object module = pop();
        push(
            module instanceof String m && name instanceof String n
                ? new Global(m, n)
                : new Opaque("unknown type"));
      }
      case 'R', 0x81 -> {
        Object arguments = pop();
        Object made = Rebuilding.call(pop(), arguments);
        if (made instanceof Dictionary dictionary) {
          steps = (int) Math.min(MAX_STEPS, (long) steps + dictionary.entries.size());
        }
        push(made);
      }
      case 0x92 -> {
        last(2);
        push(Rebuilding.opaque(pop()));
      }
      case 'b' -> pop(); // the state of an object: PyTorch's dictionaries have metadata there
      case 'i' -> {
        Global type = new Global(in.line(), in.line());
        sinceMark();
        push(Rebuilding.opaque(type));
      }
      case 'o' -> {
        List<Object> items = sinceMark();
        push(Rebuilding.opaque(items.isEmpty() ? null : items.get(0)));
      }
      case 'Q' -> push(pop() instanceof Tuple id ? persistent.apply(id) : new Opaque("reference"));
      case 0x82, 0x83, 0x84 -> {
        in.skip(1L << (code - 0x82));
        push(new Opaque("registered type"));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean machine(int code) throws IOException {
    switch (code) {
      case 0x80 -> in.skip(1); // the protocol's number
      case 0x95 -> in.skip(Long.BYTES); // the length of a frame
      case '(' -> {
        marks.add(stack.size());
        push(MARK);
      }
      case '0' -> pop();
      case '1' -> sinceMark();
      case '2' -> push(top());
      case 'q' -> memo.put((long) in.u8(), top());
      case 'r' -> memo.put(in.u32(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> push(remembered(in.u8()));
      case 'j' -> push(remembered(in.u32()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void bytes(long length) throws IOException {
    in.skip(length);
    push(new Opaque("bytes"));
  }

  private static Object orOpaque(Object value, String type) {
    return value == null ? new Opaque(type) : value;
  }

  private void append(List<Object> items) {
    if (top() instanceof Sequence list) {
      list.items.addAll(items);
    }
  }

  private void put(List<Object> items) {
    if (top() instanceof Dictionary dictionary) {
      for (int i = 0; i + 1 < items.size(); i += 2) {
        dictionary.put(items.get(i), items.get(i + 1));
      }
    }
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
      throw new UnreadableException("its pickle is damaged");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  /** Takes away the last values. */
  private List<Object> last(int count) {
    Object[] values = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      values[i] = pop();
    }
    return Arrays.asList(values);
  }

  /** Takes away what lies above the last mark, and the mark. */
  private List<Object> sinceMark() {
    if (marks.isEmpty()) {
      throw new UnreadableException("its pickle is damaged");
    }
    int mark = marks.remove(marks.size() - 1);
    List<Object> tail = stack.subList(mark, stack.size());
    List<Object> items = new ArrayList<>(tail.subList(1, tail.size()));
    tail.clear();
    return items;
  }

  private Object remembered(long index) {
    Object value = memo.get(index);
    if (value == null && !memo.containsKey(index)) {
      throw new UnreadableException("its pickle is damaged");
    }
    return value;
  }
}
