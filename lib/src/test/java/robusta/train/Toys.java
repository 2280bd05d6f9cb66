package robusta.train;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import robusta.data.Batch;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Images;
import robusta.data.Normalizer;
import robusta.model.Model;

/** A small network and a small problem that it can learn in a second. */
final class Toys {
  static final int SIZE = 8;
  static final int CLASSES = 3;

  private Toys() {}

  /** Convolution, batch norm, ReLU, dropout, dense: everything that has a state of its own. */
  static Model model(String name, long seed) {
    return model(name, seed, false);
  }

  /** The same, whose batch norm keeps its variance as DL4J's own default does, or plainly. */
  static Model model(String name, long seed, boolean logDeviation) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(SIZE, SIZE, 1))
            .addLayer(
                "conv",
                new ConvolutionLayer.Builder(3, 3)
                    .nOut(6)
                    .stride(2, 2)
                    .padding(1, 1)
                    .activation(Activation.IDENTITY)
                    .hasBias(false)
                    .build(),
                "image")
            .addLayer(
                "bn",
                new BatchNormalization.Builder().decay(0.9).useLogStd(logDeviation).build(),
                "conv")
            .addLayer("relu", new ActivationLayer(Activation.RELU), "bn")
            .addLayer(
                "output",
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .dropOut(0.9)
                    .build(),
                "relu")
            .setOutputs("output")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return new Model(name, graph, Normalizer.identity(1), List.of("a", "b", "c"), 1, SIZE, SIZE);
  }

  static Model model() {
    return model("toy", 1);
  }

  /** Noisy images, each class with a bright third. */
  static DataSource data(int train, int test) {
    return new DataSource(
        "toy",
        dataset("toy train", train, 2),
        dataset("toy test", test, 3),
        Normalizer.identity(1));
  }

  static Dataset dataset(String name, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = new int[count];
    float[] pixels = new float[count * SIZE * SIZE];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(CLASSES);
      for (int y = 0; y < SIZE; y++) {
        boolean bright = y * CLASSES / SIZE == labels[i];
        for (int x = 0; x < SIZE; x++) {
          double value = (bright ? 0.6 : 0.4) + 0.2 * random.nextGaussian();
          pixels[(i * SIZE + y) * SIZE + x] = (float) Math.min(1, Math.max(0, value));
        }
      }
    }
    return new Memory(name, new Images(pixels, count, 1, SIZE, SIZE), labels);
  }

  static float[] weights(Model model) {
    return model.graph().params().data().asFloat();
  }

  /** A dataset in memory. */
  record Memory(String name, Images images, int[] labels) implements Dataset {
    @Override
    public List<String> classes() {
      return List.of("a", "b", "c");
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public int channels() {
      return images.channels();
    }

    @Override
    public int height() {
      return images.height();
    }

    @Override
    public int width() {
      return images.width();
    }

    @Override
    public Batch batch(int... indices) {
      return new Batch(
          images.select(indices), Arrays.stream(indices).map(i -> labels[i]).toArray());
    }
  }
}
