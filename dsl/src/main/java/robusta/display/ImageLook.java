package robusta.display;

import java.util.List;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.figure.Figures;
import robusta.figure.ImageGrid;

/** Images as a figure: the first of them, where there are more than a person looks at. */
public final class ImageLook {
  /** How many images are shown. */
  public static final int MOST = 100;

  private ImageLook() {}

  /** Images as they are. */
  public static ImageGrid of(Images images) {
    int shown = Math.min(MOST, images.count());
    return of(Figures.of(images.count() > shown ? images.slice(0, shown) : images), images.count());
  }

  /**
   * Images with their classes.
   *
   * @param classes the class names, in label order; labels without a name are shown as numbers
   */
  public static ImageGrid of(Batch batch, List<String> classes) {
    int shown = Math.min(MOST, batch.size());
    String[] names = new String[shown];
    int[] each = new int[shown];
    for (int i = 0; i < shown; i++) {
      int label = batch.labels()[i];
      names[i] = label < classes.size() ? classes.get(label) : Integer.toString(label);
      each[i] = i;
    }
    Images images = batch.size() > shown ? batch.images().slice(0, shown) : batch.images();
    return of(Figures.of(new Batch(images, each), List.of(names)), batch.size());
  }

  private static ImageGrid of(ImageGrid grid, int count) {
    return count <= MOST
        ? grid
        : new ImageGrid(
            grid.title(), "The first %d; and %,d more.".formatted(MOST, count - MOST),
            grid.blocks(), grid.recipes());
  }
}
