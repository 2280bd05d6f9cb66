package robusta.figure;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import robusta.run.Recipe;

/**
 * Figures in formats that can be enlarged: SVG and PDF, with the recipe of every result inside.
 * Text is drawn as outlines and images keep hard pixels, so that both look like the {@linkplain Png
 * picture}; the same figure gives the same bytes.
 */
public final class VectorGraphics {
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final String NAME = "%s-%d";

  /** Points of a PDF page per unit of layout, which is a CSS pixel. */
  private static final float POINTS = 72f / 96;

  private VectorGraphics() {}

  /** A figure as an SVG document. */
  public static String svg(Figure figure) {
    Page page = Page.of(figure);
    Document document = document();
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment("");
    context.setImageHandler(new PngImages());
    SVGGraphics2D g = new SVGGraphics2D(context, true);
    g.setSVGCanvasSize(
        new Dimension((int) Math.ceil(page.width()), (int) Math.ceil(page.height())));
    hint(g);
    page.paint(g);
    Element root = g.getRoot();
    root.setAttribute(
        "viewBox", "0 0 %s %s".formatted(root.getAttribute("width"), root.getAttribute("height")));
    root.setAttribute("style", "background: white");
    NodeList images = root.getElementsByTagNameNS(SVG, "image");
    for (int i = 0; i < images.getLength(); i++) {
      ((Element) images.item(i)).setAttribute("style", "image-rendering: pixelated");
    }
    describe(document, root, figure);
    try {
      StringWriter text = new StringWriter();
      g.stream(root, text, true, false);
      return text.toString();
    } catch (SVGGraphics2DIOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java platform makes XML documents", e);
    }
  }

  private static void describe(Document document, Element root, Figure figure) {
    Element metadata = document.createElementNS(SVG, "metadata");
    for (Recipe recipe : figure.recipes()) {
      Element entry = document.createElementNS(SVG, "desc");
      entry.setAttribute("class", Png.KEYWORD);
      entry.setTextContent(RecipeJson.write(recipe));
      metadata.appendChild(entry);
    }
    Element title = document.createElementNS(SVG, "title");
    title.setTextContent(figure.description());
    root.insertBefore(metadata, root.getFirstChild());
    root.insertBefore(title, metadata);
  }

  /** A figure as the bytes of a PDF document of one page. */
  public static byte[] pdf(Figure figure) {
    Page page = Page.of(figure);
    float width = (float) page.width();
    float height = (float) page.height();
    try (PDDocument document = new PDDocument()) {
      PDPage sheet = new PDPage(new PDRectangle(width * POINTS, height * POINTS));
      document.addPage(sheet);
      PdfBoxGraphics2D g = new PdfBoxGraphics2D(document, width, height);
      hint(g);
      page.paint(g);
      g.dispose();
      try (PDPageContentStream content = new PDPageContentStream(document, sheet)) {
        content.transform(Matrix.getScaleInstance(POINTS, POINTS));
        content.drawForm(g.getXFormObject());
      }
      document.getDocumentInformation().setTitle(figure.title());
      document.getDocumentInformation().setProducer("Robusta");
      List<Recipe> recipes = figure.recipes();
      CRC32 identity = new CRC32();
      identity.update(figure.description().getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < recipes.size(); i++) {
        String json = RecipeJson.write(recipes.get(i));
        identity.update(json.getBytes(StandardCharsets.UTF_8));
        document
            .getDocumentInformation()
            .setCustomMetadataValue(NAME.formatted(Png.KEYWORD, i + 1), json);
      }
      // Without one PDFBox takes the time.
      document.setDocumentId(identity.getValue());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Batik would want another of its jars for this. */
  private static final class PngImages extends ImageHandlerBase64Encoder {
    @Override
    public void encodeImage(RenderedImage image, OutputStream out) throws SVGGraphics2DIOException {
      try {
        ImageIO.write(image, "png", out);
      } catch (IOException e) {
        throw new SVGGraphics2DIOException("an image cannot be written", e);
      }
    }
  }

  private static void hint(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
  }
}
