package robusta.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a result came about, complete enough to make it again. It is kept in the metadata of every
 * picture and in the report.
 *
 * @param verb what was done, such as {@code "invert"}
 * @param settings the options with the values that were used, in the order a reader wants them
 * @param model the model's name and hash, such as {@code "resnet18 3f9a01c2"}; empty when none
 * @param data where the images came from; empty when unknown
 * @param seed the seed
 * @param versions names and versions of the software, such as {@code robusta: 0.1.0}
 */
public record Recipe(
    String verb,
    Map<String, String> settings,
    String model,
    String data,
    long seed,
    Map<String, String> versions) {

  public Recipe {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }
}
