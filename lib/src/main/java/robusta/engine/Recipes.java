package robusta.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import robusta.model.Model;
import robusta.run.Recipe;

/** Fills in the parts of a {@link Recipe} that are the same for every verb. */
public final class Recipes {
  private Recipes() {}

  /**
   * A recipe.
   *
   * @param verb what was done
   * @param settings its options, in the order a reader wants them
   * @param data where the images came from; empty when unknown
   */
  public static Recipe of(
      String verb,
      Map<String, String> settings,
      Engine engine,
      Model model,
      String data,
      long seed) {
    return of(verb, settings, engine, model.name() + " " + model.hash(), data, seed);
  }

  /**
   * A recipe, where the model's name and hash are known already.
   *
   * @param model the name and the hash, such as {@code "resnet18 3f9a01c2"}
   */
  public static Recipe of(
      String verb,
      Map<String, String> settings,
      Engine engine,
      String model,
      String data,
      long seed) {
    return new Recipe(verb, settings, model, data, seed, versions(engine));
  }

  /** Robusta's version, the engine's and Java's. */
  public static Map<String, String> versions(Engine engine) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("robusta", robustaVersion());
    versions.put("engine", engine.name());
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  /** The version of this build, such as {@code "0.1.0"}. */
  public static String robustaVersion() {
    Properties properties = new Properties();
    try (InputStream in = Recipes.class.getResourceAsStream("/robusta/version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
