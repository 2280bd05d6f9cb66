package robusta.display;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * The script that draws the charts of a notebook. It comes along with the first chart, compressed,
 * so that no network is needed; the charts after it find it in the page.
 */
final class PlotlyLibrary {
  private static final String FILE = "META-INF/resources/webjars/plotly.js-dist/%s/plotly.js";
  private static final String VERSION = "3.3.1";

  /** What holds the script for all charts of one page. */
  private static String compressed;

  private String carrierCell;
  private String carrierId;

  PlotlyLibrary() {}

  /** A rendering without a name under which it could be replaced; see the other one. */
  Rendering carry(Rendering rendering, String cell) {
    return carry(rendering, cell, "", true);
  }

  /**
   * Adds the script to a rendering where it holds a chart and nothing that is shown carries the
   * script.
   *
   * @param cell the text of the cell that shows it
   * @param id under what name it is shown; what carried the script under this name is replaced
   * @param seen whether somebody surely looks; else later charts don't rely on this one
   */
  synchronized Rendering carry(Rendering rendering, String cell, String id, boolean seen) {
    if (!id.isEmpty() && id.equals(carrierId)) {
      carrierCell = null;
      carrierId = null;
    }
    if (carrierCell != null
        || !(rendering.data().get(Rendering.HTML) instanceof String html)
        || !html.contains(PlotlyChart.MARK)) {
      return rendering;
    }
    if (seen) {
      carrierCell = cell;
      carrierId = id;
    }
    return rendering.with(Rendering.HTML, html + script());
  }

  /** A cell of this text runs, and what it showed before is gone. */
  synchronized void rerun(String cell) {
    if (cell.equals(carrierCell)) {
      carrierCell = null;
      carrierId = null;
    }
  }

  /** The script element. */
  static String script() {
    return "<script>%s(\"%s\");</script>"
        .formatted(Fragments.resource("plotly-loader.js").strip(), compressed());
  }

  private static synchronized String compressed() {
    if (compressed == null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 21);
      String name = FILE.formatted(VERSION);
      try (InputStream in = PlotlyLibrary.class.getClassLoader().getResourceAsStream(name);
          OutputStream out = new GZIPOutputStream(bytes)) {
        if (in == null) {
          throw new IllegalStateException("the class path lacks " + name);
        }
        in.transferTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      compressed = Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
    return compressed;
  }
}
