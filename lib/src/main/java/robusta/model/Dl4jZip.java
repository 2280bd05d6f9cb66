package robusta.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import robusta.data.Normalizer;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;

/**
 * DL4J's own file format, a zip of the graph's configuration and its flattened parameters, with one
 * entry more for what DL4J doesn't know: normaliser, classes, image size. {@link
 * ModelSerializer#restoreComputationGraph} reads such a file too.
 *
 * <p>DL4J's own reader is not used: it believes what a corrupt file says about sizes and doesn't
 * look at checksums.
 */
final class Dl4jZip {
  private static final String CARD = "robusta.json";
  private static final int MAX_TEXT = 16 << 20;
  private static final int MAX_SHAPE_INFO = 64;

  private final Path file;
  private final ZipFile zip;

  private Dl4jZip(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  static void write(Model model, Path file) {
    Map<String, String> card = ModelMetadata.of(model).toText();
    card.put(StateDict.MEAN, ModelMetadata.json(model.normalizer().mean()));
    card.put(StateDict.STD, ModelMetadata.json(model.normalizer().std()));
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream entries = new ZipOutputStream(out);
          entries.setLevel(Deflater.BEST_SPEED);
          begin(entries, ModelSerializer.CONFIGURATION_JSON);
          String configuration = model.graph().getConfiguration().toJson();
          entries.write(configuration.getBytes(StandardCharsets.UTF_8));
          begin(entries, ModelSerializer.COEFFICIENTS_BIN);
          DataOutputStream numbers = new DataOutputStream(entries);
          Nd4j.write(model.graph().params(), numbers);
          numbers.flush();
          begin(entries, CARD);
          entries.write(ModelMetadata.json(card).getBytes(StandardCharsets.UTF_8));
          entries.finish();
        });
  }

  /** Entries carry a fixed time, so that the same model gives the same bytes. */
  private static void begin(ZipOutputStream entries, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    entries.putNextEntry(entry);
  }

  static Model read(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new Dl4jZip(file, zip).read();
    } catch (ZipException e) {
      throw corrupt(file, e);
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Model read() throws IOException {
    ZipEntry configurationEntry = verified(ModelSerializer.CONFIGURATION_JSON);
    ZipEntry coefficients = verified(ModelSerializer.COEFFICIENTS_BIN);
    if (zip.getEntry(CARD) == null) {
      throw new RobustaException(
          ("%s is a DL4J model without Robusta's description; restore it with DL4J's"
                  + " ModelSerializer and make a Model of it with its normalizer, classes and image"
                  + " size")
              .formatted(file));
    }
    Map<String, String> text = cardText(verified(CARD));
    ModelMetadata card = ModelMetadata.parse(file, text);
    Normalizer normalizer =
        new Normalizer(
            ModelMetadata.array(file, text, StateDict.MEAN, float[].class),
            ModelMetadata.array(file, text, StateDict.STD, float[].class));
    ComputationGraphConfiguration configuration = configuration(configurationEntry);
    INDArray parameters = parameters(coefficients, configuration);
    ComputationGraph graph;
    try {
      graph = Initialization.given(configuration, parameters);
    } catch (RuntimeException e) {
      throw corrupt(file, e);
    }
    return new Model(
        card.name(),
        graph,
        normalizer,
        card.classes(),
        card.channels(),
        card.height(),
        card.width(),
        card.architecture(),
        String.valueOf(file.getFileName()));
  }

  /** An entry that was read through once and found to be what was written. */
  private ZipEntry verified(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new RobustaException(
          "%s is a zip file but not a DL4J model: it has no entry %s".formatted(file, name));
    }
    byte[] buffer = new byte[1 << 16];
    long length = 0;
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        length += n;
      }
      if (length != entry.getSize() || in.getChecksum().getValue() != entry.getCrc()) {
        throw corrupt(file, null);
      }
    }
    return entry;
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    if (entry.getSize() > MAX_TEXT) {
      throw corrupt(file, null);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private Map<String, String> cardText(ZipEntry entry) throws IOException {
    try {
      return new ObjectMapper()
          .readValue(bytes(entry), new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw corrupt(file, e);
    }
  }

  private ComputationGraphConfiguration configuration(ZipEntry entry) throws IOException {
    byte[] json = bytes(entry);
    try {
      // Jackson limits the nesting; the copy inside DL4J is older and would overflow the stack.
      new ObjectMapper().readTree(json);
      return ComputationGraphConfiguration.fromJson(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new RobustaException(
          "%s holds no graph that DL4J understands: %s"
              .formatted(
                  file,
                  e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  /**
   * The parameters as {@link Nd4j#write} puts them: two buffers, the shape's and the numbers', each
   * after its allocation mode, length and type.
   */
  private INDArray parameters(ZipEntry entry, ComputationGraphConfiguration configuration)
      throws IOException {
    long expected;
    try {
      expected = Initialization.parameterCount(configuration);
    } catch (RuntimeException e) {
      throw corrupt(file, e);
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(zip.getInputStream(entry), 1 << 16))) {
      in.readUTF();
      long shapeLength = in.readLong();
      DataType shapeType = type(in);
      if (shapeLength < 0 || shapeLength > MAX_SHAPE_INFO) {
        throw corrupt(file, null);
      }
      in.skipNBytes(shapeLength * shapeType.width());
      in.readUTF();
      long length = in.readLong();
      DataType type = type(in);
      if (type != DataType.FLOAT || length != expected || length * 4 > entry.getSize()) {
        throw new RobustaException(
            "%s holds %d numbers of type %s, but its graph needs %d of type FLOAT"
                .formatted(file, length, type, expected));
      }
      float[] values = new float[Math.toIntExact(length)];
      byte[] chunk = new byte[1 << 16];
      FloatBuffer floats = ByteBuffer.wrap(chunk).asFloatBuffer();
      for (int done = 0; done < values.length; ) {
        int now = Math.min(floats.capacity(), values.length - done);
        in.readFully(chunk, 0, 4 * now);
        floats.rewind().get(values, done, now);
        done += now;
      }
      return Nd4j.createFromArray(values).reshape(1, values.length);
    }
  }

  private DataType type(DataInputStream in) throws IOException {
    try {
      return DataType.valueOf(in.readUTF());
    } catch (IllegalArgumentException e) {
      throw corrupt(file, e);
    }
  }

  private static RobustaException corrupt(Path file, Throwable cause) {
    return new RobustaException(
        "%s is damaged or truncated; take another copy of it".formatted(file), cause);
  }
}
