package robusta.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import robusta.data.Normalizer;

/**
 * The tensors of a network under the names of its own layers: what wrappers put before them ({@code
 * module.} of DataParallel; {@code model.} and {@code attacker.} of MadryLab's library) is taken
 * away. That library's files hold the network and its normaliser twice, also below {@code
 * attacker.}; the first one counts, another only fills what it lacks.
 */
final class StateDict implements Tensors {
  static final String MEAN = "normalizer.mean";
  static final String STD = "normalizer.std";

  private static final Pattern WRAPPERS = Pattern.compile("^(?:module\\.|model\\.|attacker\\.)+");
  private static final Pattern NORMALIZER =
      Pattern.compile("^normalize[r]?\\.(?:new_)?(?=(?:mean|std)$)");

  private final Tensors file;
  private final Map<String, String> inFile = new LinkedHashMap<>();
  private final boolean ofMadryLab;

  /** The tensors of an open file, which it does not close. */
  StateDict(Tensors file) {
    this.file = file;
    for (String name : file.names()) {
      String plain = WRAPPERS.matcher(name).replaceFirst("");
      inFile.putIfAbsent(NORMALIZER.matcher(plain).replaceFirst("normalizer."), name);
    }
    ofMadryLab = inFile.containsKey(MEAN) && inFile.get(MEAN).endsWith(".new_mean");
  }

  /** Whether its normaliser is named as in MadryLab's library. */
  boolean ofMadryLab() {
    return ofMadryLab;
  }

  /** The normaliser in the file. */
  Optional<Normalizer> normalizer() {
    return inFile.containsKey(MEAN) && inFile.containsKey(STD)
        ? Optional.of(new Normalizer(floats(MEAN), floats(STD)))
        : Optional.empty();
  }

  /** What the file calls a tensor. */
  String nameInFile(String name) {
    return inFile.getOrDefault(name, name);
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(inFile.keySet());
  }

  @Override
  public long[] shape(String name) {
    return file.shape(nameInFile(name));
  }

  @Override
  public float[] floats(String name) {
    return file.floats(nameInFile(name));
  }

  @Override
  public long stored() {
    return file.stored();
  }

  @Override
  public void close() {}
}
