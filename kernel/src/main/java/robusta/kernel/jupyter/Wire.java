package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Messages as frames: identities, a delimiter, the signature, four JSON objects and the buffers.
 * One thread reads; any may write.
 */
final class Wire {
  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
  private static final int PARTS = 4;

  /** As many as Jupyter's own clients remember. */
  private static final int REMEMBERED = 1 << 16;

  private final Signer signer;
  private final Set<String> seen = new LinkedHashSet<>();

  Wire(Signer signer) {
    this.signer = signer;
  }

  /** The message in these frames; empty if it is malformed, not signed by our key, or a replay. */
  Optional<Message> read(List<byte[]> frames) {
    int start = 0;
    while (start < frames.size() && !Arrays.equals(frames.get(start), DELIMITER)) {
      start++;
    }
    int first = start + 2;
    if (frames.size() < first + PARTS) {
      return Optional.empty();
    }
    byte[] signature = frames.get(start + 1);
    List<byte[]> parts = frames.subList(first, first + PARTS);
    if (!signer.matches(signature, parts) || !isNew(signature)) {
      return Optional.empty();
    }
    List<ObjectNode> objects = parts.stream().map(Json::read).flatMap(Optional::stream).toList();
    if (objects.size() < PARTS) {
      return Optional.empty();
    }
    Message message =
        new Message(
            List.copyOf(frames.subList(0, start)),
            objects.get(0),
            objects.get(1),
            objects.get(2),
            objects.get(3),
            List.copyOf(frames.subList(first + PARTS, frames.size())));
    return message.id().isEmpty() || message.type().isEmpty()
        ? Optional.empty()
        : Optional.of(message);
  }

  /** The frames of a message. */
  List<byte[]> write(Message message) {
    List<byte[]> parts =
        List.of(
            Json.bytes(message.header()),
            Json.bytes(message.parent()),
            Json.bytes(message.metadata()),
            Json.bytes(message.content()));
    List<byte[]> frames = new ArrayList<>(message.identities());
    frames.add(DELIMITER);
    frames.add(signer.sign(parts).getBytes(StandardCharsets.US_ASCII));
    frames.addAll(parts);
    frames.addAll(message.buffers());
    return frames;
  }

  private boolean isNew(byte[] signature) {
    if (!signer.signs()) {
      return true;
    }
    if (seen.size() >= REMEMBERED) {
      Iterator<String> oldest = seen.iterator();
      oldest.next();
      oldest.remove();
    }
    return seen.add(new String(signature, StandardCharsets.US_ASCII));
  }
}
