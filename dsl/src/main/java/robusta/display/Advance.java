package robusta.display;

import java.util.Locale;

/**
 * How far a task is, in words for people.
 *
 * @param task what is being done
 * @param done units finished
 * @param total units in all; 0 when unknown
 * @param note what a person wants to see beside it; may be empty
 * @param seconds how long it has taken
 * @param rate units per second; 0 when unknown
 */
public record Advance(
    String task, long done, long total, String note, double seconds, double rate) {

  /** Whether nothing is left of it. */
  public boolean ended() {
    return total > 0 && done >= total;
  }

  /** The part that is done, from 0 to 1; 0 when unknown. */
  public double part() {
    return total > 0 ? Math.min(1, (double) done / total) : 0;
  }

  /** What is said of a task that ended: its time, its rate, its last note. */
  public String summary() {
    return "%s: %,d in %s%s%s"
        .formatted(task, done, duration(seconds), rate(" (", ")"), behindComma());
  }

  /**
   * What is said of a task under way: its part, its rate, the time left, its note.
   *
   * @param bar a drawing of the part; may be empty
   */
  public String line(String bar) {
    if (total <= 0) {
      return "%s: %,d%s%s".formatted(task, done, rate(", ", ""), behindComma());
    }
    String left = rate > 0 ? ", " + duration((total - done) / rate) + " left" : "";
    return "%s: %s%d%%, %,d of %,d%s%s%s"
        .formatted(task, bar, 100 * done / total, done, total, rate(", ", ""), left, behindComma());
  }

  private String rate(String before, String after) {
    if (rate <= 0) {
      return "";
    }
    String number = String.format(Locale.ROOT, rate >= 10 ? "%,.0f" : "%.2g", rate);
    return before + number + "/s" + after;
  }

  private String behindComma() {
    return note.isEmpty() ? "" : ", " + note;
  }

  /** Seconds as a person says them: {@code 9 s}, {@code 2 min 05 s}, {@code 1 h 04 min}. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return "%d min %02d s".formatted(whole / 60, whole % 60);
    }
    return "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
  }
}
