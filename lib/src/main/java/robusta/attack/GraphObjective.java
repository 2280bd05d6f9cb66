package robusta.attack;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.RobustaException;

/** See {@link Objective#custom}: a SameDiff graph whose placeholders are the taps. */
final class GraphObjective implements Objective {
  private static final String LOSS = "robusta_loss_per_example";

  private final Set<Tap> taps;
  private final Map<String, INDArray> data;
  private final boolean fakeRelu;
  private final GraphLoss loss;
  private SameDiff graph;

  GraphObjective(Set<Tap> taps, Map<String, INDArray> data, boolean fakeRelu, GraphLoss loss) {
    this.taps = taps;
    this.data = data;
    this.fakeRelu = fakeRelu;
    this.loss = loss;
  }

  @Override
  public Set<Tap> taps() {
    return taps;
  }

  @Override
  public boolean fakeRelu() {
    return fakeRelu;
  }

  @Override
  public String name() {
    return "custom";
  }

  @Override
  public void requireFits(int count, EvalSession session) {
    data.forEach(
        (name, array) -> {
          if (array.size(0) != count) {
            throw new RobustaException(
                "%d images came with %d rows of '%s'".formatted(count, array.size(0), name));
          }
        });
    if (graph == null) {
      graph = build(session);
    }
  }

  private SameDiff build(EvalSession session) {
    SameDiff made = SameDiff.create();
    Map<String, SDVariable> variables = new HashMap<>();
    List<String> differentiated = new ArrayList<>();
    for (Tap tap : taps) {
      String name = GraphLoss.nameOf(tap);
      variables.put(name, made.placeHolder(name, DataType.FLOAT, -1, session.size(tap)));
      differentiated.add(name);
    }
    data.forEach(
        (name, array) -> {
          long[] shape = array.shape().clone();
          shape[0] = -1;
          if (variables.put(name, made.placeHolder(name, array.dataType(), shape)) != null) {
            throw new RobustaException(
                "'%s' is the name of a value of the network; call the extra input otherwise"
                    .formatted(name));
          }
        });
    SDVariable perExample = loss.loss(made, variables);
    if (perExample == null) {
      throw new RobustaException("a custom loss must return one value per example, not null");
    }
    SDVariable total = perExample.rename(LOSS).sum();
    total.markAsLoss();
    quietly(() -> made.createGradFunction(differentiated.toArray(String[]::new)));
    return made;
  }

  /** SameDiff M2.1 prints a line for every op it differentiates; those lines are dropped. */
  private static void quietly(Runnable differentiation) {
    PrintStream out = System.out;
    PrintStream filter =
        new PrintStream(out, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            if (line == null || !line.startsWith("Added differentiated op")) {
              super.println(line);
            }
          }
        };
    System.setOut(filter);
    try {
      differentiation.run();
    } finally {
      System.setOut(out);
    }
  }

  @Override
  public void evaluate(TapValues values, float[] losses) {
    int count = values.count();
    Map<String, INDArray> inputs = new HashMap<>();
    List<String> wanted = new ArrayList<>();
    for (Tap tap : taps) {
      int size = values.size(tap);
      INDArray array = Nd4j.create(DataType.FLOAT, count, size);
      array.data().setData(Arrays.copyOf(values.value(tap), count * size));
      inputs.put(GraphLoss.nameOf(tap), array);
      wanted.add(GraphLoss.nameOf(tap));
    }
    data.forEach(
        (name, array) ->
            inputs.put(
                name,
                array.get(NDArrayIndex.interval(values.first(), values.first() + count)).dup('c')));
    OutAndGrad computed = graph.calculateGradientsAndOutputs(inputs, List.of(LOSS), wanted);
    INDArray perExample = computed.getOutputs().get(LOSS);
    if (perExample.length() != count) {
      throw new RobustaException(
          "a custom loss must return one value per example, of shape [%d], not %s"
              .formatted(count, Arrays.toString(perExample.shape())));
    }
    copy(perExample, losses);
    for (Tap tap : taps) {
      copy(computed.getGradients().get(GraphLoss.nameOf(tap)), values.gradient(tap));
    }
  }

  private static void copy(INDArray from, float[] into) {
    float[] flat = from.castTo(DataType.FLOAT).dup('c').data().asFloat();
    System.arraycopy(flat, 0, into, 0, flat.length);
  }
}
