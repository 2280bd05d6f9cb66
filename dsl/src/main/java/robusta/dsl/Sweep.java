package robusta.dsl;

import groovy.lang.Closure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import robusta.figure.Tables;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * An ablation: a closure run once for every combination of some options, one row a run. After each
 * run all rows are in a CSV file, from which an interrupted sweep goes on; a row counts as done
 * when its options and the seed are the same.
 */
final class Sweep {
  private final Workbench bench;
  private final Map<String, List<Object>> axes;
  private final Path file;

  private Sweep(Workbench bench, Map<String, List<Object>> axes, Path file) {
    this.bench = bench;
    this.axes = axes;
    this.file = file;
  }

  /**
   * A sweep.
   *
   * @param named the options with the values to try, and perhaps {@code file}
   */
  static Sweep over(Workbench bench, Map<String, ?> named) {
    Map<String, List<Object>> axes = new LinkedHashMap<>();
    Path file = null;
    for (Map.Entry<String, ?> argument : named.entrySet()) {
      String name = argument.getKey();
      if (name.equals("file")) {
        file = (Path) Verbs.SWEEP.check(name, argument.getValue());
        continue;
      }
      Object[] values = Kind.elements(argument.getValue());
      if (values.length == 0) {
        throw new RobustaException(
            "sweep needs at least one value for %s, as in %s: [1, 2]".formatted(name, name));
      }
      if (Arrays.asList(values).contains(null)) {
        throw new RobustaException(
            "sweep cannot try null for %s; name every value, such as 0 or 'none'".formatted(name));
      }
      axes.put(name, List.of(values));
    }
    if (axes.isEmpty()) {
      throw new RobustaException(
          "sweep needs options to vary; for example: sweep(eps: [0, 0.5]) { p -> ... }");
    }
    Path kept = file == null ? Path.of("sweep-" + String.join("-", axes.keySet()) + ".csv") : file;
    return new Sweep(bench, axes, bench.resolve(kept));
  }

  /** Runs what has not run yet. */
  Table run(Closure<?> body) {
    RunContext context = bench.context();
    List<Map<String, Object>> combinations = combinations();
    List<Map<String, String>> rows = new ArrayList<>();
    List<Map<String, String>> kept = read();
    long reused = combinations.stream().filter(c -> find(kept, c, context.seed()) != null).count();
    if (reused > 0) {
      bench
          .display()
          .text(
              "sweep: %d of %d runs are taken from %s; delete it to run them again"
                  .formatted(reused, combinations.size(), file));
    }
    int done = 0;
    for (Map<String, Object> combination : combinations) {
      context.cancellation().check();
      context.progress().report("sweep", done, combinations.size(), describe(combination));
      Map<String, String> row = find(kept, combination, context.seed());
      if (row == null) {
        row = key(combination, context.seed());
        for (Map.Entry<String, Object> value : values(body.call(combination)).entrySet()) {
          add(row, value.getKey(), text(value.getValue()));
        }
        rows.add(row);
        write(rows, kept);
      } else {
        rows.add(row);
      }
      done++;
    }
    context.progress().report("sweep", done, combinations.size(), "");
    return typed(table(rows));
  }

  /** A result in a row; a table may repeat what the option was. */
  private static void add(Map<String, String> row, String name, String value) {
    String before = row.putIfAbsent(name, value);
    if (before != null && !before.equals(value)) {
      throw new RobustaException(
          "a run of the sweep gave %s for '%s', which is %s already; give the result another name"
              .formatted(value, name, before));
    }
  }

  /** Every combination, the last option varying fastest. */
  private List<Map<String, Object>> combinations() {
    List<Map<String, Object>> all = List.of(Map.of());
    for (Map.Entry<String, List<Object>> axis : axes.entrySet()) {
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> start : all) {
        for (Object value : axis.getValue()) {
          Map<String, Object> one = new LinkedHashMap<>(start);
          one.put(axis.getKey(), value);
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }

  private static String describe(Map<String, Object> combination) {
    return combination.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> key(Map<String, Object> combination, long seed) {
    Map<String, String> key = new LinkedHashMap<>();
    combination.forEach((name, value) -> key.put(name, text(value)));
    // A sweep over seeds has named its own.
    key.putIfAbsent("seed", Long.toString(seed));
    return key;
  }

  private static Map<String, String> find(
      List<Map<String, String>> rows, Map<String, Object> combination, long seed) {
    Set<Map.Entry<String, String>> wanted = key(combination, seed).entrySet();
    return rows.stream().filter(row -> row.entrySet().containsAll(wanted)).findFirst().orElse(null);
  }

  /** What a run gave, by column. */
  private static Map<String, Object> values(Object given) {
    if (given instanceof Map<?, ?> map) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.forEach((name, value) -> values.put(name.toString(), value));
      return values;
    }
    if (given instanceof Table table && table.rowCount() > 0) {
      Row row = table.row(0);
      Map<String, Object> values = new LinkedHashMap<>();
      table.columnNames().forEach(name -> values.put(name, row.getObject(name)));
      return values;
    }
    if (given instanceof Number || given instanceof CharSequence || given instanceof Boolean) {
      return Map.of("value", given);
    }
    throw new RobustaException(
        "a run of sweep must give a map of results, such as [accuracy: 0.9], a number or a table,"
            + " not "
            + Kind.show(given));
  }

  private static String text(Object value) {
    if (value instanceof Number number) {
      return Numbers.text(number.doubleValue());
    }
    return value instanceof Collection<?> list
        ? list.stream().map(Sweep::text).collect(Collectors.joining(" "))
        : String.valueOf(value);
  }

  private List<Map<String, String>> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    Table table;
    try {
      CsvReadOptions.Builder options = CsvReadOptions.builder(file.toFile());
      table =
          Table.read()
              .csv(options.columnTypes(name -> ColumnType.STRING).missingValueIndicator("-"));
    } catch (RuntimeException e) {
      throw new RobustaException(
          "the runs kept in %s cannot be read; delete it to begin anew".formatted(file), e);
    }
    if (!table.columnNames().containsAll(axes.keySet()) || !table.containsColumn("seed")) {
      throw new RobustaException(
          "%s does not hold runs of this sweep; delete it, or keep these runs in another with file:"
              .formatted(file));
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (Row row : table) {
      Map<String, String> one = new LinkedHashMap<>();
      for (String name : table.columnNames()) {
        if (!row.isMissing(name)) {
          one.put(name, row.getString(name));
        }
      }
      rows.add(one);
    }
    return rows;
  }

  /** Keeps the finished runs and those of the file that are still to come. */
  private void write(List<Map<String, String>> rows, List<Map<String, String>> kept) {
    List<Map<String, String>> all = new ArrayList<>(rows);
    Set<Map<String, String>> here = new LinkedHashSet<>(rows);
    for (Map<String, String> row : kept) {
      if (!here.contains(row)) {
        all.add(row);
      }
    }
    String csv = Tables.csv(table(all));
    AtomicFile.write(file, out -> out.write(csv.getBytes(StandardCharsets.UTF_8)));
  }

  private static Table table(List<Map<String, String>> rows) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.keySet()));
    Table table = Table.create("sweep");
    for (String name : names) {
      StringColumn column = StringColumn.create(name);
      rows.forEach(row -> column.append(row.getOrDefault(name, "-")));
      table.addColumns(column);
    }
    return table;
  }

  /** The same table with numbers where all values of a column are numbers. */
  private static Table typed(Table texts) {
    java.io.StringWriter csv = new java.io.StringWriter();
    texts.write().csv(csv);
    return Table.read()
        .csv(
            CsvReadOptions.builderFromString(csv.toString())
                .tableName("sweep")
                .missingValueIndicator("-"));
  }
}
