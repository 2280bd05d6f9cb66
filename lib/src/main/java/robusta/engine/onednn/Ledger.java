package robusta.engine.onednn;

/**
 * Adds up the sizes of what lives at the same time, as {@link Placement} places it; nothing is
 * allocated.
 */
final class Ledger {
  private long kept;
  private long live;
  private long peak;

  /** Something has a place of its own. */
  void keep(long bytes) {
    kept += bytes;
  }

  /** Something begins to live. */
  void take(long bytes) {
    live += bytes;
    peak = Math.max(peak, live);
  }

  /** Something lives during one operation only. */
  void pass(long bytes) {
    peak = Math.max(peak, live + bytes);
  }

  /** Something ends. */
  void release(long bytes) {
    live -= bytes;
  }

  /** What is kept, and the most of all else that lived at once. */
  long total() {
    return kept + peak;
  }
}
