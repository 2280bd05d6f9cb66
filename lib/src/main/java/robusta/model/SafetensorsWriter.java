package robusta.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;

/** Collects named arrays and writes them to a safetensors file. */
public final class SafetensorsWriter {

  private record Tensor(String name, TensorType type, long[] shape, Supplier<float[]> values) {
    long count() {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
  }

  private final Map<String, String> metadata;
  private final List<Tensor> tensors = new ArrayList<>();

  /**
   * Starts a file.
   *
   * @param metadata the text that goes with the tensors; may be empty
   */
  public SafetensorsWriter(Map<String, String> metadata) {
    this.metadata = metadata;
  }

  /**
   * Adds a tensor.
   *
   * @param type F32 or F16
   * @param shape its shape; a scalar has none
   * @param values gives its numbers, row by row, when the file is written
   */
  public SafetensorsWriter add(
      String name, TensorType type, long[] shape, Supplier<float[]> values) {
    if (type != TensorType.F32 && type != TensorType.F16) {
      throw new RobustaException("safetensors are written as F32 or F16, not " + type);
    }
    tensors.add(new Tensor(name, type, shape.clone(), values));
    return this;
  }

  /**
   * Writes the file whole or not at all.
   *
   * @throws RobustaException if it can't be written, or if a number is too large for its type
   */
  public void write(Path file) {
    List<Tensor> ordered = new ArrayList<>(tensors);
    // Wide types first keep every tensor aligned, as the format's own library does.
    ordered.sort(Comparator.comparingInt((Tensor tensor) -> -tensor.type().bytes()));
    AtomicFile.write(
        file,
        out -> {
          byte[] header = header(ordered);
          ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          out.write(length.putLong(header.length).array());
          out.write(header);
          for (Tensor tensor : ordered) {
            write(tensor, out);
          }
        });
  }

  private byte[] header(List<Tensor> ordered) throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    if (!metadata.isEmpty()) {
      metadata.forEach(json.putObject(SafetensorsHeader.METADATA)::put);
    }
    long at = 0;
    for (Tensor tensor : ordered) {
      ObjectNode entry = json.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      Arrays.stream(tensor.shape()).forEach(entry.putArray("shape")::add);
      long end = at + tensor.count() * tensor.type().bytes();
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    byte[] aligned = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(aligned, text.length, aligned.length, (byte) ' ');
    return aligned;
  }

  private static void write(Tensor tensor, OutputStream out) throws IOException {
    float[] values = tensor.values().get();
    if (values.length != tensor.count()) {
      throw new RobustaException(
          "tensor '%s' has %d numbers, which do not fill the shape %s"
              .formatted(tensor.name(), values.length, Weights.show(tensor.shape())));
    }
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      if (tensor.type() == TensorType.F32) {
        chunk.putFloat(value);
      } else {
        short half = HalfFloat.toHalf(value);
        if (Float.isFinite(value) && !Float.isFinite(HalfFloat.fromHalf(half))) {
          throw new RobustaException(
              "tensor '%s' holds %s, too large for half precision; save the model in full precision"
                  .formatted(tensor.name(), value));
        }
        chunk.putShort(half);
      }
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
    }
    out.write(chunk.array(), 0, chunk.position());
  }
}
