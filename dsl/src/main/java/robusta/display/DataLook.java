package robusta.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import robusta.data.Batch;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.figure.Figure;
import robusta.figure.ImageGrid;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A dataset: a few examples of its classes, and how many each class has. */
final class DataLook {
  private static final int COLUMNS = 10;
  private static final int MOST_CLASSES = 20;
  private static final int EACH = 2;

  private DataLook() {}

  static Rendering of(Dataset data) {
    int[] labels = data.labels();
    return of(
        summary(data),
        sample(data, labels),
        table(data.classes(), List.of("images"), List.of(counts(labels, data.classes().size()))));
  }

  static Rendering of(DataSource source) {
    int[] train = source.train().labels();
    int[] test = source.test().labels();
    int classes = source.classes().size();
    return of(
        "%s: %,d training and %,d test images of %s, %d classes"
            .formatted(source.name(), train.length, test.length, shape(source.train()), classes),
        sample(source.train(), train),
        table(
            source.classes(),
            List.of("training", "test"),
            List.of(counts(train, classes), counts(test, classes))));
  }

  private static Rendering of(String summary, Figure sample, Table counts) {
    Rendering picture = FigureLook.of(sample);
    return picture
        .with(Rendering.HTML, Fragments.html(picture) + Fragments.html(TableLook.of(counts)))
        .with(Rendering.PLAIN, summary);
  }

  private static String summary(Dataset data) {
    return "%s: %,d images of %s, %d classes"
        .formatted(data.name(), data.size(), shape(data), data.classes().size());
  }

  private static String shape(Dataset data) {
    return data.channels() + "x" + data.height() + "x" + data.width();
  }

  /** The first examples of each class, a column per class. */
  private static ImageGrid sample(Dataset data, int[] labels) {
    int classes = Math.min(MOST_CLASSES, data.classes().size());
    int[][] found = new int[classes][];
    for (int label = 0; label < classes; label++) {
      int wanted = label;
      found[label] =
          IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).limit(EACH).toArray();
    }
    ImageGrid.Builder grid = ImageGrid.titled(data.name()).note(summary(data));
    for (int from = 0; from < classes; from += COLUMNS) {
      grid.block();
      for (int rank = 0; rank < EACH; rank++) {
        List<Integer> row = new ArrayList<>();
        for (int label = from; label < Math.min(classes, from + COLUMNS); label++) {
          if (found[label].length > rank) {
            row.add(found[label][rank]);
          }
        }
        if (!row.isEmpty()) {
          Batch batch = data.batch(row.stream().mapToInt(i -> i).toArray());
          String[] names =
              IntStream.of(batch.labels()).mapToObj(data.classes()::get).toArray(String[]::new);
          grid.row("", batch.images(), names);
        }
      }
    }
    return grid.build();
  }

  private static int[] counts(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  private static Table table(List<String> classes, List<String> heads, List<int[]> counts) {
    Table table = Table.create("class counts", StringColumn.create("class", classes));
    for (int i = 0; i < heads.size(); i++) {
      table.addColumns(IntColumn.create(heads.get(i), counts.get(i)));
    }
    return table;
  }
}
