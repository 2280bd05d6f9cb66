package robusta.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import robusta.data.Images;
import robusta.run.Recipe;
import robusta.run.RobustaException;

/**
 * Rows of images with labels, in one or more blocks. Small images are enlarged by a whole factor
 * without smoothing, so that each of their pixels is a square; values outside [0, 1] are cut off.
 *
 * @param title what stands above it
 * @param note what a reader needs to know; may be empty
 * @param blocks rows that belong together, with space between blocks
 * @param recipes how the images came about
 */
public record ImageGrid(String title, String note, List<Block> blocks, List<Recipe> recipes)
    implements Figure {

  /**
   * Rows under common column heads.
   *
   * @param heads what stands above each column; empty when nothing does
   * @param rows the rows, from the top
   */
  public record Block(List<String> heads, List<Row> rows) {
    public Block {
      heads = List.copyOf(heads);
      rows = List.copyOf(rows);
    }
  }

  /**
   * Images side by side.
   *
   * @param label what stands at their left; may be empty
   * @param images the images, from the left
   * @param captions what stands under each image; empty when nothing does
   */
  public record Row(String label, Images images, List<String> captions) {
    public Row {
      captions = List.copyOf(captions);
      if (!captions.isEmpty() && captions.size() != images.count()) {
        throw new RobustaException(
            "the row '%s' has %d images but %d captions"
                .formatted(label, images.count(), captions.size()));
      }
    }
  }

  public ImageGrid {
    blocks = List.copyOf(blocks);
    recipes = List.copyOf(recipes);
    if (blocks.stream().flatMap(b -> b.rows().stream()).allMatch(r -> r.images().count() == 0)) {
      throw new RobustaException(
          "the figure '%s' has no image; give it at least one".formatted(title));
    }
  }

  /** Begins a grid. */
  public static Builder titled(String title) {
    return new Builder(title);
  }

  @Override
  public String description() {
    String labels =
        blocks.stream()
            .flatMap(b -> b.rows().stream())
            .map(Row::label)
            .filter(label -> !label.isBlank())
            .distinct()
            .collect(Collectors.joining(", "));
    return title + (labels.isEmpty() ? "" : "; rows: " + labels.replace('\n', ' '));
  }

  /** Collects the rows of a grid. */
  public static final class Builder {
    private final String title;
    private String note = "";
    private final List<Block> blocks = new ArrayList<>();
    private List<String> heads = List.of();
    private final List<Row> rows = new ArrayList<>();
    private final List<Recipe> recipes = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    /** What a reader needs to know. */
    public Builder note(String text) {
      note = text;
      return this;
    }

    /** How some of the images came about. */
    public Builder recipe(Recipe recipe) {
      recipes.add(recipe);
      return this;
    }

    /** Ends the block before, if there is one, and begins another with these heads. */
    public Builder block(String... columnHeads) {
      endBlock();
      heads = Arrays.asList(columnHeads);
      return this;
    }

    /** Adds a row, with a caption for each image or none. */
    public Builder row(String label, Images images, String... captions) {
      rows.add(new Row(label, images, Arrays.asList(captions)));
      return this;
    }

    private void endBlock() {
      if (!rows.isEmpty()) {
        blocks.add(new Block(heads, rows));
        rows.clear();
      }
    }

    /** The grid. */
    public ImageGrid build() {
      endBlock();
      return new ImageGrid(title, note, blocks, recipes);
    }
  }
}
