package robusta.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/** Text of one font and color, broken into lines where it is too wide. */
record Text(Fonts.Weight weight, float size, Color color) {
  static final Color INK = new Color(0x1a1a1a);
  static final Color FAINT = new Color(0x5a5a5a);

  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);
  // Of DejaVu Sans, in its size.
  private static final double LINE = 1.28;
  private static final double BASELINE = 0.98;

  enum Align {
    LEFT,
    CENTER,
    RIGHT
  }

  Font font() {
    return Fonts.of(weight, size);
  }

  /** The width of the widest of its own lines. */
  double width(String text) {
    return text.lines().mapToDouble(this::lineWidth).max().orElse(0);
  }

  /** The height when broken at a width. */
  double height(String text, double width) {
    return lines(text, width).size() * LINE * size;
  }

  /** Paints below y, in the box from x to x + width. */
  void paint(Graphics2D g, String text, double x, double y, double width, Align align) {
    g.setColor(color);
    double baseline = y + BASELINE * size;
    for (String line : lines(text, width)) {
      double room = width - lineWidth(line);
      double at =
          switch (align) {
            case LEFT -> x;
            case CENTER -> x + room / 2;
            case RIGHT -> x + room;
          };
      // Outlines rather than glyph bitmaps: those depend on the system's rasterizer.
      g.fill(font().createGlyphVector(EXACT, line).getOutline((float) at, (float) baseline));
      baseline += LINE * size;
    }
  }

  /**
   * Breaks at spaces, and inside a word, after a hyphen if it has one, only where it is too wide.
   */
  List<String> lines(String text, double width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : clean(text).split("\n", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : paragraph.strip().split(" +")) {
        String rest = word;
        if (!line.isEmpty() && lineWidth(line + " " + rest) <= width) {
          line.append(' ').append(rest);
          continue;
        }
        if (!line.isEmpty()) {
          lines.add(line.toString());
        }
        while (lineWidth(rest) > width && rest.codePointCount(0, rest.length()) > 1) {
          int end = fitting(rest, width);
          lines.add(rest.substring(0, end));
          rest = rest.substring(end);
        }
        line = new StringBuilder(rest);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** How many chars of a word fit, at least one code point; up to a hyphen where one is in them. */
  private int fitting(String word, double width) {
    int end = word.offsetByCodePoints(0, 1);
    while (end < word.length()) {
      int next = word.offsetByCodePoints(end, 1);
      if (lineWidth(word.substring(0, next)) > width) {
        break;
      }
      end = next;
    }
    int hyphen = word.lastIndexOf('-', end - 1);
    return hyphen > 0 ? hyphen + 1 : end;
  }

  private double lineWidth(String line) {
    return line.isEmpty()
        ? 0
        : font().createGlyphVector(EXACT, clean(line)).getLogicalBounds().getWidth();
  }

  private static String clean(String text) {
    return text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n]]", " ");
  }
}
