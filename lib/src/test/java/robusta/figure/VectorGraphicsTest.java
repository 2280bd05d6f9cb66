package robusta.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import robusta.run.RobustaException;

class VectorGraphicsTest {
  @TempDir Path folder;

  private final ImageGrid grid =
      ImageGrid.titled("a <grid> & more")
          .row("", Samples.images(2, 1, 4, 9))
          .recipe(Samples.recipe("invert"))
          .build();
  private final LineChart chart =
      new LineChart(
          "Loss",
          "",
          "step",
          Axis.linear("loss"),
          List.of(new LineChart.Series("a", new double[] {0, 1, 2}, new double[] {3, 1, 0.5})),
          List.of());

  private static Document parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", false);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void svgIsOneDocumentWithTheFiguresSizeAndRecipe() throws Exception {
    String svg = VectorGraphics.svg(grid);
    Element root = parse(svg).getDocumentElement();
    BufferedImage picture = grid.render();
    assertEquals(picture.getWidth() / Figure.DENSITY, Integer.parseInt(root.getAttribute("width")));
    assertEquals(
        picture.getHeight() / Figure.DENSITY, Integer.parseInt(root.getAttribute("height")));
    assertTrue(
        root.getElementsByTagName("title").item(0).getTextContent().startsWith("a <grid> & more"));
    String recipe = root.getElementsByTagName("desc").item(0).getTextContent();
    assertEquals(grid.recipes(), List.of(RecipeJson.read(recipe)));
    assertEquals(svg, VectorGraphics.svg(grid));
  }

  @Test
  void imagesOfAnSvgKeepHardPixels() throws Exception {
    Document document = parse(VectorGraphics.svg(grid));
    assertEquals(2, document.getElementsByTagName("image").getLength());
    Element image = (Element) document.getElementsByTagName("image").item(1);
    assertTrue(image.getAttribute("style").contains("pixelated"));
    String data = image.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    BufferedImage pixels =
        ImageIO.read(
            new ByteArrayInputStream(
                Base64.getMimeDecoder().decode(data.substring(data.indexOf(',') + 1))));
    float[] values = Samples.images(2, 1, 4, 9).pixels();
    int block = pixels.getWidth() / 4;
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int level = Math.round(255 * values[16 + 4 * y + x]);
        assertEquals(level, pixels.getRGB(x * block, y * block) & 0xff);
        assertEquals(level, pixels.getRGB((x + 1) * block - 1, (y + 1) * block - 1) & 0xff);
      }
    }
  }

  @Test
  void aChartIsDrawnInLines() throws Exception {
    Document document = parse(VectorGraphics.svg(chart));
    assertEquals(0, document.getElementsByTagName("image").getLength());
    assertEquals(0, document.getElementsByTagName("text").getLength());
    assertTrue(document.getElementsByTagName("path").getLength() > 10);
  }

  @Test
  void pdfLooksLikeThePicture() throws Exception {
    byte[] pdf = VectorGraphics.pdf(chart);
    assertArrayEquals(pdf, VectorGraphics.pdf(chart));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertEquals(1, document.getNumberOfPages());
      BufferedImage drawn = new PDFRenderer(document).renderImageWithDPI(0, 96 * Figure.DENSITY);
      BufferedImage picture = chart.render();
      assertEquals(picture.getWidth(), drawn.getWidth(), 1);
      assertEquals(picture.getHeight(), drawn.getHeight(), 1);
      double difference = 0;
      int width = Math.min(drawn.getWidth(), picture.getWidth());
      int height = Math.min(drawn.getHeight(), picture.getHeight());
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          difference += Math.abs((drawn.getRGB(x, y) & 0xff) - (picture.getRGB(x, y) & 0xff));
        }
      }
      // The rasterizers treat edges in their own ways.
      assertTrue(difference / width / height < 3, "mean difference " + difference / width / height);
    }
  }

  @Test
  void pdfHoldsTheRecipe() throws Exception {
    try (PDDocument document = Loader.loadPDF(VectorGraphics.pdf(grid))) {
      String json = document.getDocumentInformation().getCustomMetadataValue(Png.KEYWORD + "-1");
      assertEquals(grid.recipes(), List.of(RecipeJson.read(json)));
    }
  }

  @Test
  void theNameDecidesTheFormat() throws Exception {
    assertTrue(Files.readString(Export.figure(grid, folder.resolve("a.svg"))).contains("<svg"));
    assertTrue(
        Files.readString(Export.figure(grid, folder.resolve("a.PDF")), StandardCharsets.ISO_8859_1)
            .startsWith("%PDF"));
    assertTrue(
        Files.readString(Export.images(Samples.images(1, 3, 4, 9), folder.resolve("i.svg")))
            .contains("<svg"));
    RobustaException e =
        assertThrows(RobustaException.class, () -> Export.figure(grid, folder.resolve("a.bmp")));
    assertEquals(
        "cannot tell how to save a figure as a.bmp; end the name in .png, .svg or .pdf",
        e.getMessage());
  }
}
