package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One message of the protocol.
 *
 * @param identities the peers that it came from or goes to; on iopub, its topic
 * @param parent the header of the message that led to it, as it came
 * @param buffers binary data that goes with it
 */
record Message(
    List<byte[]> identities,
    ObjectNode header,
    ObjectNode parent,
    ObjectNode metadata,
    ObjectNode content,
    List<byte[]> buffers) {

  String id() {
    return header.path("msg_id").asText();
  }

  String type() {
    return header.path("msg_type").asText();
  }

  /** A text of the content; empty where there is none. */
  String text(String name) {
    return content.path(name).asText("");
  }
}
