package robusta.dsl;

import robusta.engine.Engine;
import robusta.engine.MemoryEstimate;
import robusta.engine.MemoryNeed;
import robusta.engine.Precision;
import robusta.engine.Work;
import robusta.model.Model;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a batch takes of the memory, as a table. */
final class MemoryTable {
  private static final double MEGABYTE = 1e6;

  private MemoryTable() {}

  /**
   * One row per kind of work, in MB; the last column is the largest batch that fits. Training is
   * that without an adversary, together with the session that measures it.
   */
  static Table of(Model model, Engine engine, int batch, Precision precision) {
    StringColumn work = StringColumn.create("for");
    DoubleColumn values = DoubleColumn.create("values");
    DoubleColumn weights = DoubleColumn.create("weights");
    DoubleColumn images = DoubleColumn.create("images");
    DoubleColumn scratch = DoubleColumn.create("scratch");
    DoubleColumn all = DoubleColumn.create("all");
    DoubleColumn free = DoubleColumn.create("free");
    IntColumn largest = IntColumn.create("largest batch");
    for (Work each : Work.values()) {
      MemoryNeed need = MemoryNeed.on(engine).session(model, each, precision);
      if (each == Work.TRAINING) {
        need.session(model, Work.FORWARD, Precision.F32); // measures
      }
      MemoryEstimate estimate = need.estimate(batch);
      work.append(each.words());
      values.append(estimate.values() / MEGABYTE);
      weights.append(estimate.weights() / MEGABYTE);
      images.append(estimate.images() / MEGABYTE);
      scratch.append(estimate.scratch() / MEGABYTE);
      all.append(estimate.bytes() / MEGABYTE);
      free.append(engine.freeMemory() / MEGABYTE);
      largest.append(need.largestBatch());
    }
    return Table.create(
        "MB for a batch of %d through %s".formatted(batch, model.name()),
        work,
        values,
        weights,
        images,
        scratch,
        all,
        free,
        largest);
  }
}
