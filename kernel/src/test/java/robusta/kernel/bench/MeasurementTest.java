package robusta.kernel.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  @Test
  void aLineOfThePyTorchScriptIsUnderstood() {
    String line =
        "{\"case\": \"resnet8-w16\", \"batch\": 128, \"what\": \"input_grad\", \"seconds\": 0.0751}";
    assertEquals(
        Optional.of(new Measurement("torch", "resnet8-w16", 128, "input_grad", "f32", 0.0751)),
        Measurement.parse(line));
  }

  @Test
  void aLineOfOursIsReadBackAsItWas() {
    Measurement own = new Measurement("robusta", "resnet50", 8, "pgd7_step", "bf16", 3.125);
    assertEquals(Optional.of(own), Measurement.parse(own.json()));
  }

  @Test
  void whateverElseAProcessPrintsIsNoMeasurement() {
    for (String line : List.of("", "a warning", "{", "3", "[1]", "{\"case\": \"x\"}")) {
      assertTrue(Measurement.parse(line).isEmpty(), line);
    }
  }

  @Test
  void ratiosAreTakenWithinARound() {
    Results results = new Results();
    // The machine was three times slower in the second round, for both.
    for (double load : new double[] {1, 3, 1}) {
      results.add(new Measurement("torch", "resnet8-w16", 128, "train_step", "f32", 0.2 * load));
      results.add(new Measurement("robusta", "resnet8-w16", 128, "train_step", "f32", 0.1 * load));
    }
    String row = results.table().lines().filter(l -> l.contains("train_step")).findFirst().get();
    assertEquals(
        List.of("resnet8-w16", "train_step", "0.2000", "0.1000", "2.00", "-", "-"),
        List.of(row.split(" +")));
  }

  @Test
  void theMedianIsInTheMiddle() {
    assertEquals(2, Results.median(List.of(3.0, 1.0, 2.0)).getAsDouble());
    assertEquals(2.5, Results.median(List.of(4.0, 1.0, 2.0, 3.0)).getAsDouble());
    assertTrue(Results.median(List.of()).isEmpty());
  }
}
