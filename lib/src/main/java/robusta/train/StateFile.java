package robusta.train;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;

/**
 * How a {@link TrainingState} is kept in a file: a signature, the settings, the position, the
 * history, then the arrays as little-endian float32, then a CRC-32C of all that.
 */
final class StateFile {
  private static final long SIGNATURE = 0x524f425553544131L; // ROBUSTA1
  private static final int PIECE = 1 << 14;

  private StateFile() {}

  /**
   * Writes a state.
   *
   * @throws RobustaException if it can't be written; an older file is then kept
   */
  static void write(Path file, TrainingState state) {
    AtomicFile.write(file, out -> write(out, state));
  }

  private static void write(OutputStream file, TrainingState state) throws IOException {
    CRC32C sum = new CRC32C();
    DataOutputStream out = new DataOutputStream(new CheckedOutputStream(file, sum));
    out.writeLong(SIGNATURE);
    out.writeInt(state.settings().size());
    for (Map.Entry<String, String> setting : state.settings().entrySet()) {
      out.writeUTF(setting.getKey());
      out.writeUTF(setting.getValue());
    }
    out.writeInt(state.epochs());
    out.writeBoolean(state.finished());
    out.writeLong(state.steps());
    out.writeInt(state.history().size());
    for (EpochRecord epoch : state.history()) {
      out.writeInt(epoch.epoch());
      for (double value : values(epoch)) {
        out.writeDouble(value);
      }
    }
    write(out, state.weights());
    out.writeInt(state.memory().length);
    for (float[] memory : state.memory()) {
      write(out, memory);
    }
    out.writeLong(sum.getValue());
  }

  private static double[] values(EpochRecord epoch) {
    return new double[] {
      epoch.seconds(),
      epoch.learningRate(),
      epoch.eps(),
      epoch.trainLoss(),
      epoch.trainAccuracy(),
      epoch.testAccuracy(),
      epoch.robustAccuracy(),
      epoch.imagesPerSecond()
    };
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(PIECE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += PIECE) {
      int count = Math.min(PIECE, values.length - from);
      bytes.asFloatBuffer().put(values, from, count);
      out.write(bytes.array(), 0, count * Float.BYTES);
    }
  }

  /**
   * Reads a state.
   *
   * @throws RobustaException if the file is damaged or something else
   */
  static TrainingState read(Path file) {
    CRC32C sum = new CRC32C();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        DataInputStream in = new DataInputStream(new CheckedInputStream(raw, sum))) {
      if (in.readLong() != SIGNATURE) {
        throw unusable(file, "is not the state of a training", null);
      }
      TrainingState state = read(in, Files.size(file));
      long expected = sum.getValue();
      if (in.readLong() != expected) {
        throw unusable(file, "is damaged (its checksum is wrong)", null);
      }
      return state;
    } catch (EOFException e) {
      throw unusable(file, "ends too early", e);
    } catch (IOException e) {
      throw unusable(file, "can't be read (" + e.getMessage() + ")", e);
    }
  }

  private static TrainingState read(DataInputStream in, long fileSize) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      settings.put(in.readUTF(), in.readUTF());
    }
    int epochs = in.readInt();
    boolean finished = in.readBoolean();
    long steps = in.readLong();
    int rows = in.readInt();
    List<EpochRecord> history = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      history.add(readEpoch(in));
    }
    float[] weights = readArray(in, fileSize);
    int memories = in.readInt();
    List<float[]> memory = new ArrayList<>();
    for (int i = 0; i < memories; i++) {
      memory.add(readArray(in, fileSize));
    }
    return new TrainingState(
        settings, epochs, finished, steps, history, weights, memory.toArray(float[][]::new));
  }

  private static EpochRecord readEpoch(DataInputStream in) throws IOException {
    return new EpochRecord(
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }

  private static float[] readArray(DataInputStream in, long fileSize) throws IOException {
    int length = in.readInt();
    if (length < 0 || (long) length * Float.BYTES > fileSize) {
      throw new EOFException("an array of " + length + " values");
    }
    float[] values = new float[length];
    ByteBuffer bytes = ByteBuffer.allocate(PIECE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < length; from += PIECE) {
      int count = Math.min(PIECE, length - from);
      in.readFully(bytes.array(), 0, count * Float.BYTES);
      bytes.asFloatBuffer().get(values, from, count);
    }
    return values;
  }

  private static RobustaException unusable(Path file, String problem, IOException cause) {
    return new RobustaException(
        "the checkpoint %s %s; remove it to train anew".formatted(file, problem), cause);
  }
}
