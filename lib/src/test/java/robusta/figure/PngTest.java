package robusta.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.Recipe;
import robusta.run.RobustaException;

class PngTest {
  @TempDir Path folder;

  private record Chunk(String type, byte[] data) {}

  private static ImageGrid figure() {
    return ImageGrid.titled("Título ε → 1 & <2>")
        .row("grey", Samples.images(2, 1, 28, 1))
        .recipe(Samples.recipe("invert"))
        .recipe(Samples.recipe("visualize"))
        .build();
  }

  @Test
  void recipesAreInTheFileAsTextThatAnyoneCanRead() throws Exception {
    List<Chunk> chunks = chunks(Png.bytes(figure()));
    assertEquals("IHDR", chunks.get(0).type());
    assertEquals("IEND", chunks.get(chunks.size() - 1).type());
    assertTrue(chunks.stream().noneMatch(c -> c.type().equals("tIME")), "the file has a date");
    assertEquals(List.of("Título ε → 1 & <2>"), texts(chunks, "Title"));
    List<String> recipes = texts(chunks, "robusta-recipe");
    assertEquals(2, recipes.size());
    JsonNode json = new ObjectMapper().readTree(recipes.get(1));
    assertEquals("visualize", json.get("verb").asText());
    assertEquals(Long.MIN_VALUE, json.get("seed").asLong());
    assertEquals("0.5", json.get("settings").get("eps").asText());
  }

  @Test
  void recipesComeBack() {
    Path path = Export.figure(figure(), folder.resolve("figure.png"));
    List<Recipe> recipes = Png.recipes(path);
    assertEquals(List.of(Samples.recipe("invert"), Samples.recipe("visualize")), recipes);
    assertEquals(
        List.copyOf(Samples.recipe("invert").settings().keySet()),
        List.copyOf(recipes.get(0).settings().keySet()),
        "in their order");
  }

  @Test
  void theFileHoldsThePixels() throws Exception {
    for (Figure figure : List.of(figure(), figureOfNoise(), FiguresTest.evaluation())) {
      BufferedImage drawn = figure.render();
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.bytes(figure)));
      assertEquals(drawn.getWidth(), read.getWidth());
      assertArrayEquals(pixels(drawn), pixels(read));
    }
  }

  private static ImageGrid figureOfNoise() {
    return ImageGrid.titled("noise").row("", Samples.images(3, 3, 224, 2)).build();
  }

  @Test
  void sameFigureSameBytesInEveryLocale() {
    byte[] first = Png.bytes(figure());
    byte[] chart = Png.bytes(FiguresTest.evaluation());
    String report = ReportTest.report().html();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertArrayEquals(first, Png.bytes(figure()));
      assertArrayEquals(chart, Png.bytes(FiguresTest.evaluation()));
      assertEquals(report, ReportTest.report().html());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void otherFilesAreRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("text.png"), "not a picture");
    assertThrows(RobustaException.class, () -> Png.recipes(text));
    assertThrows(RobustaException.class, () -> Png.recipes(folder.resolve("missing.png")));
    Path plain = folder.resolve("plain.png");
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", plain.toFile());
    assertEquals(List.of(), Png.recipes(plain));
  }

  @Test
  void unknownFormatsAreNamedAndNothingIsLeftBehind() throws Exception {
    RobustaException e =
        assertThrows(
            RobustaException.class, () -> Export.figure(figure(), folder.resolve("figure.gif")));
    assertTrue(e.getMessage().contains(".png"), e.getMessage());
    Files.createDirectory(folder.resolve("folder.png"));
    assertThrows(
        RobustaException.class, () -> Export.figure(figure(), folder.resolve("folder.png")));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("folder.png")), files.toList());
    }
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** The PNG specification's chunks, their checksums verified. */
  private static List<Chunk> chunks(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    assertEquals(0x89504e470d0a1a0aL, in.getLong());
    List<Chunk> chunks = new ArrayList<>();
    while (in.hasRemaining()) {
      int length = in.getInt();
      CRC32 sum = new CRC32();
      sum.update(file, in.position(), 4 + length);
      byte[] type = new byte[4];
      in.get(type);
      byte[] data = new byte[length];
      in.get(data);
      assertEquals((int) sum.getValue(), in.getInt());
      chunks.add(new Chunk(new String(type, StandardCharsets.US_ASCII), data));
    }
    return chunks;
  }

  /** iTXt: keyword, 0, compression flag and method, language, 0, translated keyword, 0, text. */
  private static List<String> texts(List<Chunk> chunks, String keyword) {
    List<String> texts = new ArrayList<>();
    for (Chunk chunk : chunks) {
      String raw = new String(chunk.data(), StandardCharsets.ISO_8859_1);
      String start = keyword + "\0\0\0\0\0";
      if (chunk.type().equals("iTXt") && raw.startsWith(start)) {
        int from = start.length();
        texts.add(
            new String(chunk.data(), from, chunk.data().length - from, StandardCharsets.UTF_8));
      }
    }
    return texts;
  }
}
