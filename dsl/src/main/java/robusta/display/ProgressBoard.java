package robusta.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import robusta.figure.Html;

/**
 * The tasks of one cell. A task that begins while another runs is a part of it and vanishes with
 * it; tasks that are counted in their names, such as {@code "epoch 3/10"}, are one.
 */
final class ProgressBoard {
  private static final Pattern COUNTED = Pattern.compile("(.*\\S) +(\\d+)(?:/(\\d+))?");
  private static final int MOST_LINES = 12;
  private static final String COLOR = "#0072b2";

  private final List<Line> lines = new ArrayList<>();

  /** A task: what was last said of it, and when it and its series began. */
  private static final class Line {
    final String series;
    final int depth;
    double began;
    long first;
    double firstAt;
    long number;
    long firstNumber;
    long numbers;
    String task;
    long done;
    long total;
    String note;
    double endedAt = Double.NaN;
    boolean stopped;

    Line(String series, int depth, double now) {
      this.series = series;
      this.depth = depth;
      this.began = now;
    }

    boolean open() {
      return Double.isNaN(endedAt);
    }

    /** Whether nothing of its series is left either. */
    boolean whole() {
      return numbers == 0 || number >= numbers;
    }

    /** Something that was only said, and took no time. */
    boolean remark() {
      return !open() && total == 1 && endedAt == began;
    }

    /** Whether it ended before anyone would have looked. */
    boolean brief() {
      return !open() && endedAt - began < NotebookProgress.QUIET_SECONDS;
    }

    Advance advance(double now) {
      double until = open() ? now : endedAt;
      if (numbers > 0 && !open() && !stopped) {
        return new Advance(task, number - firstNumber + 1, numbers, note, until - began, 0);
      }
      double elapsed = until - firstAt;
      boolean going = !stopped && elapsed > 0;
      return new Advance(
          task, done, total, note, until - began, going ? (done - first) / elapsed : 0);
    }

    /** The part of the whole series. */
    double part(double now) {
      double own = advance(now).part();
      return numbers == 0 ? own : Math.min(1, (number - 1 + own) / numbers);
    }
  }

  /**
   * Takes a report.
   *
   * @return whether it ends a task that is part of no other
   */
  boolean report(String task, long done, long total, String note, double now) {
    Matcher counted = COUNTED.matcher(task);
    boolean numbered = counted.matches();
    String series = numbered ? counted.group(1) : task;
    int at = find(series);
    if (at < 0) {
      int depth = (int) lines.stream().filter(Line::open).count();
      lines.add(new Line(series, depth, now));
      at = lines.size() - 1;
    }
    Line line = lines.get(at);
    if (!line.open() && !line.stopped && line.whole()) {
      // The same part of the next piece of the work.
      line.began = now;
      line.task = null;
    }
    if (!task.equals(line.task) || !line.open()) {
      boolean begins = line.task == null;
      line.task = task;
      line.first = done;
      line.firstAt = now;
      line.number = numbered ? Long.parseLong(counted.group(2)) : 0;
      line.firstNumber = begins ? line.number : line.firstNumber;
      line.numbers = numbered && counted.group(3) != null ? Long.parseLong(counted.group(3)) : 0;
    }
    line.done = done;
    line.total = total;
    line.note = note;
    line.stopped = false;
    boolean ended = total > 0 && done >= total;
    line.endedAt = ended ? now : Double.NaN;
    if (ended && !line.remark()) {
      int index = at;
      lines
          .subList(index + 1, lines.size())
          .removeIf(other -> other.depth > line.depth && !other.remark());
    }
    while (lines.size() > MOST_LINES) {
      lines.remove(0);
    }
    return ended && line.whole() && lines.stream().noneMatch(Line::open);
  }

  private int find(String series) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      Line line = lines.get(i);
      // The same again after its end is another task, unless one goes on counting.
      if (line.series.equals(series) && (line.open() || !line.whole() || line.depth > 0)) {
        return i;
      }
    }
    return -1;
  }

  /** Ends what is unfinished; whether there was something. */
  boolean stop(double now) {
    boolean any = false;
    for (Line line : lines) {
      if (line.open()) {
        line.endedAt = now;
        line.stopped = true;
        any = true;
      }
    }
    return any;
  }

  /** How long the longest task has taken. */
  double longest(double now) {
    return lines.stream()
        .mapToDouble(line -> (line.open() ? now : line.endedAt) - line.began)
        .max()
        .orElse(0);
  }

  /** What is to be seen now. */
  Rendering rendering(double now) {
    StringBuilder html = new StringBuilder("<div class=\"robusta-progress\">");
    List<String> texts = new ArrayList<>();
    boolean working = lines.stream().anyMatch(Line::open);
    for (Line line : lines) {
      if (line.remark() ? !working : line.brief()) {
        continue; // A remark told what was to come.
      }
      String text = text(line, now);
      texts.add("  ".repeat(line.depth) + text);
      html.append(
          "<div style=\"display:flex;align-items:center;gap:8px;margin-left:%dpx\">%s<span style=\"font-variant-numeric:tabular-nums\">%s</span></div>"
              .formatted(16 * line.depth, bar(line, now), Html.escape(text)));
    }
    return Rendering.text(String.join("\n", texts))
        .with(Rendering.HTML, html.append("</div>").toString());
  }

  private static String text(Line line, double now) {
    Advance advance = line.advance(now);
    if (line.remark()) {
      return line.task + (line.note.isEmpty() ? "" : ": " + line.note);
    }
    if (line.open()) {
      return advance.line("");
    }
    return line.stopped
        ? "stopped after %s at %s".formatted(Advance.duration(advance.seconds()), advance.line(""))
        : advance.summary();
  }

  /** Only of what still runs. */
  private static String bar(Line line, double now) {
    if (!line.open() || line.total <= 0) {
      return "";
    }
    return """
        <div style="flex:none;width:160px;height:10px;border-radius:5px;overflow:hidden;\
        background:rgba(128,128,128,.3)"><div style="width:%s%%;height:100%%;background:%s">\
        </div></div>\
        """
        .formatted(String.format(Locale.ROOT, "%.1f", 100 * line.part(now)), COLOR);
  }
}
