package robusta.model;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import robusta.data.Normalizer;

/**
 * A network with what it needs to be used on images: a DL4J graph that defines it and holds its
 * parameters, the normaliser that its input goes through, and the names of its classes.
 *
 * <p>The graph is initialised, has one input of shape [N, channels, height, width] and one output,
 * whose layer is a dense one with softmax (DL4J's {@code OutputLayer}); the logits are what goes
 * into that softmax, and the representation is the input of that layer. DL4J's own code never runs
 * the graph here, except as the oracle in tests: {@link robusta.engine.Engine} does.
 *
 * @param name what the user calls it, such as {@code "resnet18"}; used in tables and recipes
 * @param graph the initialised graph
 * @param normalizer what is done to an image first
 * @param classes the class names, in label order
 * @param channels channels of its images: 1 or 3
 * @param height height of its images in pixels
 * @param width width of its images in pixels
 */
public record Model(
    String name,
    ComputationGraph graph,
    Normalizer normalizer,
    List<String> classes,
    int channels,
    int height,
    int width) {}
