package robusta.dsl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import robusta.data.Batch;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Images;
import robusta.data.Normalizer;
import robusta.display.TextDisplay;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.MemoryEstimate;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.TrainSession;
import robusta.engine.Work;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;

/** A session with a small network, small pictures and an engine that counts what it is asked. */
final class Tiny {
  static final List<String> CLASSES = List.of("bag", "boot", "coat");
  static final int SIDE = 12;

  private static final Map<Long, ComputationGraph> GRAPHS = new HashMap<>();

  final List<String> shown = new ArrayList<>();
  final Counting engine = new Counting();
  final Workbench bench = new Workbench().engine(() -> engine).display(new TextDisplay(shown::add));
  final Session session = new Session(bench);
  final Language language = new Language(session);
  final DataSource data =
      new DataSource(
          "tiny",
          pictures("tiny train", 60, 1),
          pictures("tiny test", 30, 2),
          Normalizer.identity(1));

  Tiny() {
    language.variables().put("data", data);
    language.variables().put("robust", network("robust", 1));
    language.variables().put("standard", network("standard", 2));
    language.evaluate("using robust");
  }

  /** An untrained network whose representation has 8 coordinates. */
  Network network(String name, long seed) {
    ComputationGraph graph = GRAPHS.computeIfAbsent(seed, Tiny::graph).clone();
    return new Network(
        bench, new Model(name, graph, Normalizer.identity(1), CLASSES, 1, SIDE, SIDE), data);
  }

  private static ComputationGraph graph(long seed) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(SIDE, SIDE, 1))
                .addLayer(
                    "hidden",
                    new DenseLayer.Builder().nOut(8).activation(Activation.RELU).build(),
                    "input")
                .addLayer(
                    "linear",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "hidden")
                .setOutputs("linear")
                .build());
    graph.init();
    return graph;
  }

  /** Labels run 0, 1, 2, 0, ...; each class is bright in another third of its rows. */
  private static Dataset pictures(String name, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[size * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int example = i / (SIDE * SIDE);
      int row = i / SIDE % SIDE;
      boolean bright = row * 3 / SIDE == example % 3;
      pixels[i] = (float) (0.5 * random.nextDouble() + (bright ? 0.5 : 0));
    }
    Images all = new Images(pixels, size, 1, SIDE, SIDE);
    return new Dataset() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<String> classes() {
        return CLASSES;
      }

      @Override
      public int size() {
        return size;
      }

      @Override
      public int channels() {
        return 1;
      }

      @Override
      public int height() {
        return SIDE;
      }

      @Override
      public int width() {
        return SIDE;
      }

      @Override
      public Batch batch(int... indices) {
        int[] labels = indices.clone();
        for (int i = 0; i < labels.length; i++) {
          labels[i] %= 3;
        }
        return new Batch(all.select(indices), labels);
      }
    };
  }

  /** The oneDNN engine, and how many sessions were opened of which model. */
  static final class Counting implements Engine {
    final AtomicInteger sessions = new AtomicInteger();
    final List<String> models = new ArrayList<>();

    @Override
    public String name() {
      return OneDnnEngine.instance().name();
    }

    @Override
    public Precision nativePrecision() {
      return OneDnnEngine.instance().nativePrecision();
    }

    @Override
    public boolean supports(Precision precision) {
      return OneDnnEngine.instance().supports(precision);
    }

    @Override
    public EvalSession evaluate(Model model, Set<Tap> taps, Precision precision) {
      sessions.incrementAndGet();
      models.add(model.name());
      return OneDnnEngine.instance().evaluate(model, taps, precision);
    }

    @Override
    public TrainSession train(Model model, Precision precision) {
      sessions.incrementAndGet();
      models.add(model.name());
      return OneDnnEngine.instance().train(model, precision);
    }

    @Override
    public MemoryEstimate estimate(Model model, Work work, Precision precision, int batch) {
      return OneDnnEngine.instance().estimate(model, work, precision, batch);
    }

    @Override
    public long freeMemory() {
      return OneDnnEngine.instance().freeMemory();
    }
  }
}
