package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import robusta.kernel.cell.Evaluators;

/** An inversion of pictures at ImageNet's size, stopped through the kernel. */
@Tag("slow")
class InterruptedInversionTest {
  private static final int SIZE = 224;
  private static final int IMAGES_PER_CLASS = 4;

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void itsImagesAreShownAndTheNextCellRuns() throws Exception {
    writeImages();
    ConnectionFile connection = TestClient.connection("a key");
    JupyterKernel kernel =
        JupyterKernel.open(connection, comms -> Evaluators.open(), folder.resolve("history"));
    try (TestClient client = new TestClient(connection)) {
      Message setUp =
          client.execute(
              "data = imageFolder('%s', size: 224)\nmodel('resnet18', data: data)\nx = data.train[0..5]"
                  .formatted(folder.resolve("images")));
      client.published(setUp);

      Message inversion = client.execute("invert(x).from(noise(6)).steps(1_000_000)");
      client.published(message -> message.type().equals("display_data"));
      long asked = System.nanoTime();
      client.send(client.control, "interrupt_request", Json.object());
      List<Message> after = client.published(inversion);
      System.out.printf("the inversion ended after %.2f s%n", (System.nanoTime() - asked) * 1e-9);

      Message picture =
          after.stream()
              .filter(message -> message.content().path("data").has("image/png"))
              .findFirst()
              .orElseThrow();
      assertEquals("display_data", picture.type());
      Message error = after.get(after.size() - 2);
      assertEquals("error", error.type());
      assertEquals("Interrupted", error.text("ename"));

      Message next = client.execute("6 * 7");
      assertTrue(
          client.published(next).stream()
              .anyMatch(message -> message.content().at("/data/text~1plain").asText().equals("42")),
          "the next cell");
    } finally {
      kernel.close();
    }
  }

  private void writeImages() throws IOException {
    Random random = new Random(1);
    for (String name : List.of("some", "others")) {
      Path images = Files.createDirectories(folder.resolve("images").resolve(name));
      for (int i = 0; i < IMAGES_PER_CLASS; i++) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
          image.setRGB(pixel % SIZE, pixel / SIZE, random.nextInt(1 << 24));
        }
        ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
      }
    }
  }
}
