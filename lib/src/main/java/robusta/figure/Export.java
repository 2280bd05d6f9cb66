package robusta.figure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import robusta.data.Images;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;

/** Saves things in the format that the file's name asks for, atomically. */
public final class Export {
  private static final Set<String> PICTURES = Set.of("png", "svg", "pdf");

  private Export() {}

  /**
   * Saves a figure: {@code .png}, {@code .svg} or {@code .pdf} for every figure, and the formats of
   * {@link #table} for a table.
   *
   * @return the path
   * @throws RobustaException if the format is unknown or the file can't be written
   */
  public static Path figure(Figure figure, Path path) {
    if (PICTURES.contains(extension(path))) {
      return picture(figure, path);
    }
    if (figure instanceof TableFigure table) {
      return table(table.table(), path);
    }
    throw unknown("a figure", path, ".png, .svg or .pdf");
  }

  private static Path picture(Figure figure, Path path) {
    byte[] bytes =
        switch (extension(path)) {
          case "svg" -> VectorGraphics.svg(figure).getBytes(StandardCharsets.UTF_8);
          case "pdf" -> VectorGraphics.pdf(figure);
          default -> Png.bytes(figure);
        };
    return AtomicFile.write(path, out -> out.write(bytes));
  }

  /**
   * Saves a table: {@code .csv}, {@code .tex} (needs booktabs), {@code .html}, or a picture of it
   * as {@code .png}, {@code .svg} or {@code .pdf}.
   *
   * @return the path
   * @throws RobustaException if the format is unknown or the file can't be written
   */
  public static Path table(Table table, Path path) {
    return switch (extension(path)) {
      case "csv" -> text(Tables.csv(table), path);
      case "tex" -> text(Tables.latex(table), path);
      case "html" -> Report.titled(table.name()).table(table).write(path);
      case "png", "svg", "pdf" -> picture(Figures.of(table), path);
      default -> throw unknown("a table", path, ".csv, .tex, .html, .png, .svg or .pdf");
    };
  }

  /**
   * Saves images: {@code .npy} with the values as they are, or {@code .png}, {@code .svg} or {@code
   * .pdf} as a grid.
   *
   * @return the path
   * @throws RobustaException if the format is unknown or the file can't be written
   */
  public static Path images(Images images, Path path) {
    return switch (extension(path)) {
      case "npy" -> Npy.write(path, images);
      case "png", "svg", "pdf" -> picture(Figures.of(images), path);
      default -> throw unknown("images", path, ".png, .svg, .pdf or .npy");
    };
  }

  private static Path text(String text, Path path) {
    return AtomicFile.write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String extension(Path path) {
    String name = path.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static RobustaException unknown(String what, Path path, String known) {
    return new RobustaException(
        "cannot tell how to save %s as %s; end the name in %s"
            .formatted(what, path.getFileName(), known));
  }
}
