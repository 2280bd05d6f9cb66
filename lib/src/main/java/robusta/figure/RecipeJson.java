package robusta.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import robusta.run.Recipe;
import robusta.run.RobustaException;

/** Recipes as JSON: an object with the names of the record's components, in their order. */
public final class RecipeJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RecipeJson() {}

  /** A recipe on one line. */
  public static String write(Recipe recipe) {
    try {
      return MAPPER.writeValueAsString(recipe);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe holds nothing but text and a number", e);
    }
  }

  /** A recipe for a reader, indented. */
  public static String pretty(Recipe recipe) {
    try {
      return MAPPER
          .writer()
          .with(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(recipe)
          .replace("\r\n", "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe holds nothing but text and a number", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws RobustaException if it is not a recipe
   */
  public static Recipe read(String json) {
    try {
      return MAPPER.readValue(json, Recipe.class);
    } catch (JsonProcessingException e) {
      throw new RobustaException("this is not a recipe of Robusta: " + e.getOriginalMessage(), e);
    }
  }
}
