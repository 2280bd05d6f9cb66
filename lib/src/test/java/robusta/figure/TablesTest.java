package robusta.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import robusta.run.RobustaException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {
  @TempDir Path folder;

  private static Table table() {
    return Table.create(
        "a table",
        StringColumn.create("model_name", "50% & more", "a, \"b\""),
        IntColumn.create("images", 1000, 12),
        DoubleColumn.create("accuracy", 1.0 / 3, Double.NaN));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0", "-0.0,0", "0.25,0.25", "0.123456,0.1235", "1234.56,1235", "1e-7,1.00e-07",
    "12345678.5,1.23e+07", "-3,-3", "NaN,–", "Infinity,∞", "99.999,100", "0.0001,0.0001"
  })
  void numbersHaveFourDigits(double value, String text) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals(text, Numbers.format(value));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void columnsAlign() {
    assertEquals(
        List.of("0.00", "0.25", "1.00"), Numbers.cells(DoubleColumn.create("x", 0, 0.25, 1)));
    assertEquals(List.of("1.00e-06", "0.1"), Numbers.cells(DoubleColumn.create("x", 1e-6, 0.1)));
  }

  @Test
  void latexIsEscaped() throws Exception {
    Path path = Export.table(table(), folder.resolve("t.tex"));
    assertEquals(
        """
        \\begin{tabular}{lrr}
        \\toprule
        model\\_name & images & accuracy \\\\
        \\midrule
        50\\% \\& more & 1000 & 0.3333 \\\\
        a, "b" & 12 & -- \\\\
        \\bottomrule
        \\end{tabular}
        """,
        Files.readString(path));
  }

  @Test
  void csvKeepsEveryDigitAndComesBack() throws Exception {
    Path path = Export.table(table(), folder.resolve("t.csv"));
    Table read = Table.read().csv(path.toFile());
    assertEquals(table().columnNames(), read.columnNames());
    assertEquals("a, \"b\"", read.stringColumn(0).get(1));
    assertEquals(1.0 / 3, read.doubleColumn(2).get(0));
    assertEquals(1, read.column(2).countMissing());
  }

  @Test
  void aTableIsAPictureAndAPageToo() throws Exception {
    assertEquals(List.of(), Png.recipes(Export.table(table(), folder.resolve("t.png"))));
    String html = Files.readString(Export.table(table(), folder.resolve("t.html")));
    assertEquals(1, html.split("<table>", -1).length - 1);
    assertThrows(RobustaException.class, () -> Export.table(table(), folder.resolve("t")));
  }

  @Test
  void npyIsWhatNumpyWrites() throws Exception {
    // numpy.save of numpy.arange(6, dtype="f4").reshape(2, 3) and of numpy.array([7, -1], "i4")
    Path matrix = Npy.write(folder.resolve("m.npy"), new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
    assertArrayEquals(numpy("m.npy"), Files.readAllBytes(matrix));
    Path vector = Npy.write(folder.resolve("v.npy"), new int[] {7, -1}, 2);
    assertArrayEquals(numpy("v.npy"), Files.readAllBytes(vector));
    assertThrows(
        RobustaException.class, () -> Npy.write(folder.resolve("x.npy"), new float[5], 2, 3));
  }

  @Test
  void imagesAreSavedAsTheyAre() throws Exception {
    Path path = Export.images(Samples.images(40, 3, 16, 1), folder.resolve("images.npy"));
    byte[] bytes = Files.readAllBytes(path);
    assertEquals(128 + 40 * 3 * 16 * 16 * 4, bytes.length);
    float[] pixels = Samples.images(40, 3, 16, 1).pixels();
    java.nio.FloatBuffer read =
        java.nio.ByteBuffer.wrap(bytes, 128, bytes.length - 128)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] back = new float[pixels.length];
    read.get(back);
    assertArrayEquals(pixels, back);
  }

  private static byte[] numpy(String name) throws Exception {
    try (var in = TablesTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void textAlignsNumbersAndRoundsThem() {
    Table table =
        Table.create(
            "accuracy",
            StringColumn.create("model", "standard", "robust"),
            DoubleColumn.create("clean", 0.8855, 0.805512345),
            DoubleColumn.create("eps 1", Double.NaN, 12));
    assertEquals(
        """
        accuracy
        model      clean  eps 1
        -----------------------
        standard  0.8855      –
        robust    0.8055     12""",
        Tables.text(table));
    assertEquals("a\n-", Tables.text(Table.create(StringColumn.create("a"))));
  }
}
