package robusta.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import robusta.data.Images;
import robusta.data.Normalizer;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;

class ModelTest {
  private static final List<String> CLASSES = List.of("a", "b", "c");

  private static Model small() {
    return Model.create("smallcnn").images(1, 28, 28).classes(CLASSES).width(2).seed(1).build();
  }

  @Test
  void itsHashFollowsItsParametersAndItsNormalizer() {
    Model model = small();
    assertEquals(8, model.hash().length());
    assertEquals(model.hash(), small().hash());
    assertEquals(model.hash(), model.withName("other").hash());
    Model copy = model.copy();
    copy.graph().getLayer("bn1").getParam("mean").addi(1e-6);
    assertNotEquals(model.hash(), copy.hash());
    assertEquals(small().hash(), model.hash());
    Model other =
        Model.create("smallcnn")
            .images(1, 28, 28)
            .classes(CLASSES)
            .width(2)
            .seed(1)
            .normalizer(new Normalizer(new float[] {0.1f}, new float[] {1}))
            .build();
    assertNotEquals(model.hash(), other.hash());
  }

  @Test
  void itsLayersSayTheirSizes() {
    Table layers = small().layers();
    assertEquals(List.of("layer", "type", "output", "parameters"), layers.columnNames());
    assertEquals(17, layers.rowCount());
    assertEquals("conv2", layers.getString(3, "layer"));
    assertEquals("ConvolutionLayer", layers.getString(3, "type"));
    assertEquals("4x14x14", layers.getString(3, "output"));
    assertEquals(4 * 2 * 9, layers.longColumn("parameters").getLong(3));
    assertEquals("16", layers.getString(15, "output"));
    assertEquals("linear", layers.getString(16, "layer"));
    assertEquals(16 * 3 + 3, layers.longColumn("parameters").getLong(16));
    assertEquals(small().parameterCount(), (long) layers.longColumn("parameters").sum());
  }

  @Test
  void theDefaultSmallCnnIsAsSmallAsItSays() {
    Model model = Model.create("smallcnn").images(1, 28, 28).classes(CLASSES).build();
    assertEquals(0.13e6, model.parameterCount(), 0.01e6);
    long operations = 0;
    Table layers = model.layers();
    for (int i = 0; i < layers.rowCount(); i++) {
      if (layers.getString(i, "type").equals("ConvolutionLayer")) {
        String[] shape = layers.getString(i, "output").split("x");
        operations +=
            2
                * layers.longColumn("parameters").getLong(i)
                * Long.parseLong(shape[1])
                * Long.parseLong(shape[2]);
      }
    }
    assertEquals(15e6, operations, 0.5e6);
  }

  @Test
  void imagesThatItCannotTakeAreNamed() {
    RobustaException e =
        assertThrows(
            RobustaException.class, () -> small().requireImages(Images.zeros(1, 3, 28, 28)));
    assertEquals(
        "the images are 3x28x28 but the model 'smallcnn' takes 1x28x28 (channels x height x width)",
        e.getMessage());
    small().requireImages(Images.zeros(5, 1, 28, 28));
  }

  @Test
  void aModelWithoutDataOrWithAnotherNormalizerIsRefused() {
    assertThrows(RobustaException.class, () -> Model.create("resnet8").build());
    assertThrows(
        RobustaException.class,
        () ->
            Model.create("resnet8")
                .images(3, 32, 32)
                .classes(CLASSES)
                .normalizer(Normalizer.identity(1))
                .build());
  }
}
