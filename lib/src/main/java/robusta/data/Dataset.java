package robusta.data;

import java.util.List;

/** Labelled images of one size that can be read in any order. Reading is thread-safe. */
public interface Dataset {

  /** What it is called in recipes and tables, such as {@code "fashion test"}. */
  String name();

  /** The class names, in label order. */
  List<String> classes();

  /** How many examples. */
  int size();

  /** Channels of every image: 1 or 3. */
  int channels();

  /** Height of every image in pixels. */
  int height();

  /** Width of every image in pixels. */
  int width();

  /** The examples at these indices, in this order. */
  Batch batch(int... indices);

  /** The examples from {@code from} to {@code to} (exclusive). */
  default Batch range(int from, int to) {
    return batch(java.util.stream.IntStream.range(from, to).toArray());
  }
}
