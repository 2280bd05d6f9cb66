package robusta.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** The epochs of a training, in order. */
public final class History {
  private final List<EpochRecord> epochs = new ArrayList<>();

  void add(EpochRecord epoch) {
    epochs.add(epoch);
  }

  /** The epochs that ended. */
  public List<EpochRecord> epochs() {
    return Collections.unmodifiableList(epochs);
  }

  /**
   * One row per epoch, with the columns epoch, seconds, learning rate, eps, train loss, train
   * accuracy, test accuracy, robust accuracy and images/s; what was not measured is missing.
   */
  public Table table() {
    IntColumn number = IntColumn.create("epoch");
    epochs.forEach(epoch -> number.append(epoch.epoch()));
    return Table.create(
        "training history",
        number,
        column("seconds", EpochRecord::seconds),
        column("learning rate", EpochRecord::learningRate),
        column("eps", EpochRecord::eps),
        column("train loss", EpochRecord::trainLoss),
        column("train accuracy", EpochRecord::trainAccuracy),
        column("test accuracy", EpochRecord::testAccuracy),
        column("robust accuracy", EpochRecord::robustAccuracy),
        column("images/s", EpochRecord::imagesPerSecond));
  }

  private DoubleColumn column(String name, ToDoubleFunction<EpochRecord> value) {
    return DoubleColumn.create(name, epochs.stream().mapToDouble(value).toArray());
  }
}
