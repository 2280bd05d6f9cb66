package robusta.engine.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The gradients of a backward pass that is only estimated, by value; the counterpart of {@link
 * Gradients}.
 */
final class Flow {
  /** A gradient, which may be that of several values. */
  static final class Part {
    private final long bytes;
    private int owners;

    private Part(long bytes) {
      this.bytes = bytes;
    }
  }

  private final Ledger ledger;
  private final Map<Integer, List<Part>> found = new HashMap<>();

  Flow(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A gradient that an operation computes. */
  Part make(long bytes) {
    ledger.take(bytes);
    return new Part(bytes);
  }

  /** A gradient that lies outside what is estimated. */
  static Part outside() {
    return new Part(0);
  }

  void add(int value, Part part) {
    part.owners++;
    found.computeIfAbsent(value, unused -> new ArrayList<>()).add(part);
  }

  /** Whether the loss depends on a value. */
  boolean reaches(int value) {
    return found.containsKey(value);
  }

  /** The gradient of a value, which several parts are added up to; the caller releases it. */
  Part total(int value, long bytes) {
    List<Part> parts = found.remove(value);
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Part total = make(bytes);
    total.owners++;
    parts.forEach(this::release);
    return total;
  }

  /** Ends the parts of a value that somebody adds to his own. */
  void absorb(int value) {
    List<Part> parts = found.remove(value);
    if (parts != null) {
      parts.forEach(this::release);
    }
  }

  /** One of its owners needs it no more. */
  void release(Part part) {
    if (--part.owners == 0) {
      ledger.release(part.bytes);
    }
  }
}
