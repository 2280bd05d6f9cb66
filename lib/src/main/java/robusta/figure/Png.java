package robusta.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import robusta.run.Recipe;
import robusta.run.RobustaException;

/**
 * Figures as PNG, with the recipe of every result inside: one iTXt chunk each with the keyword
 * {@value #KEYWORD}, in JSON. There is no date in the file, so the same figure gives the same
 * bytes.
 */
public final class Png {
  /** What the chunks with recipes are called. */
  public static final String KEYWORD = "robusta-recipe";

  private static final String FORMAT = "javax_imageio_png_1.0";
  private static final double PIXELS_PER_METER = Figure.DENSITY * 96 / 0.0254;

  private Png() {}

  /** A figure as the bytes of a PNG file. */
  public static byte[] bytes(Figure figure) {
    BufferedImage image = figure.render();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
      metadata.mergeTree(FORMAT, metadata(figure));
      writer.setOutput(out);
      writer.write(new IIOImage(image, null, metadata));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadataNode metadata(Figure figure) throws IIOInvalidTreeException {
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    IIOMetadataNode size = new IIOMetadataNode("pHYs");
    String density = Long.toString(Math.round(PIXELS_PER_METER));
    size.setAttribute("pixelsPerUnitXAxis", density);
    size.setAttribute("pixelsPerUnitYAxis", density);
    size.setAttribute("unitSpecifier", "meter");
    root.appendChild(size);
    IIOMetadataNode texts = new IIOMetadataNode("iTXt");
    texts.appendChild(text("Title", figure.title()));
    texts.appendChild(text("Software", "Robusta"));
    for (Recipe recipe : figure.recipes()) {
      texts.appendChild(text(KEYWORD, RecipeJson.write(recipe)));
    }
    root.appendChild(texts);
    return root;
  }

  private static IIOMetadataNode text(String keyword, String text) {
    IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
    entry.setAttribute("keyword", keyword);
    entry.setAttribute("compressionFlag", "FALSE");
    entry.setAttribute("compressionMethod", "0");
    entry.setAttribute("languageTag", "");
    entry.setAttribute("translatedKeyword", "");
    entry.setAttribute("text", text);
    return entry;
  }

  /**
   * How the results in a figure came about.
   *
   * @param path a PNG file that Robusta wrote
   * @return one recipe per result, in the figure's order; none where the figure had none
   * @throws RobustaException if there is no such file, or it is not a PNG file
   */
  public static List<Recipe> recipes(Path path) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in =
        ImageIO.createImageInputStream(new ByteArrayInputStream(Files.readAllBytes(path)))) {
      reader.setInput(in);
      List<Recipe> recipes = new ArrayList<>();
      collect(reader.getImageMetadata(0).getAsTree(FORMAT), recipes);
      return recipes;
    } catch (NoSuchFileException e) {
      throw new RobustaException("there is no file %s".formatted(path), e);
    } catch (IIOException e) {
      throw new RobustaException(
          "%s is not a PNG file (%s); give a figure that Robusta saved"
              .formatted(path, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new RobustaException("cannot read %s: %s".formatted(path, e.getMessage()), e);
    } finally {
      reader.dispose();
    }
  }

  private static void collect(Node node, List<Recipe> into) {
    NodeList children = node.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      Node child = children.item(i);
      if (child instanceof IIOMetadataNode entry
          && entry.getNodeName().equals("iTXtEntry")
          && entry.getAttribute("keyword").toLowerCase(Locale.ROOT).equals(KEYWORD)) {
        into.add(RecipeJson.read(entry.getAttribute("text")));
      }
      collect(child, into);
    }
  }
}
