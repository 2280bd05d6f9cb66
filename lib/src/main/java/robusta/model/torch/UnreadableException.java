package robusta.model.torch;

/** Why a file can't be read, as the end of a sentence; {@link TorchFile} says which file it is. */
final class UnreadableException extends RuntimeException {
  UnreadableException(String why) {
    super(why);
  }
}
