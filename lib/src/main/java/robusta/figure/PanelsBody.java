package robusta.figure;

import java.awt.Graphics2D;
import java.util.List;

/** Panels side by side, each with its own title. */
record PanelsBody(List<Page> pages) implements Body {
  private static final double GAP = 4;

  PanelsBody(Panels panels) {
    this(panels.panels().stream().map(Page::of).toList());
  }

  @Override
  public double width() {
    return pages.stream().mapToDouble(Page::width).sum() + GAP * (pages.size() - 1);
  }

  @Override
  public double height() {
    return pages.stream().mapToDouble(Page::height).max().orElse(0);
  }

  @Override
  public void paint(Graphics2D g) {
    double x = 0;
    for (Page page : pages) {
      Graphics2D inner = (Graphics2D) g.create();
      try {
        inner.translate(x, 0);
        page.paint(inner);
      } finally {
        inner.dispose();
      }
      x += page.width() + GAP;
    }
  }
}
