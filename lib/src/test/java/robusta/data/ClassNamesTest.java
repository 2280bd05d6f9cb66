package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import robusta.run.RobustaException;

class ClassNamesTest {
  private static final List<String> NETWORK = List.of("dog", "cat", "bird");

  private static int[] match(List<String> dataset) {
    return ClassNames.match("pets", dataset, "robust", NETWORK);
  }

  @Test
  void classesAreMatchedByName() {
    assertArrayEquals(new int[] {0, 1, 2}, match(NETWORK));
    assertArrayEquals(new int[] {2, 1, 0}, match(List.of("Bird", "cat", "dog")));
    assertArrayEquals(new int[] {1}, match(List.of("cat")));
  }

  @Test
  void whoHasNoNamesIsMatchedByNumber() {
    assertArrayEquals(new int[] {0, 1}, match(List.of("class 0", "class 1")));
    assertArrayEquals(
        new int[] {0, 1, 2},
        ClassNames.match("pets", NETWORK, "unnamed", ClassNames.numbered(1000)));
  }

  @Test
  void classesThatTheNetworkDoesNotKnowAreSaid() {
    RobustaException other =
        assertThrows(RobustaException.class, () -> match(List.of("dog", "frog")));
    assertEquals(
        "the model 'robust' doesn't know the class 'frog' of 'pets'; its classes are dog, cat, bird",
        other.getMessage());
    RobustaException more =
        assertThrows(RobustaException.class, () -> match(ClassNames.numbered(4)));
    assertEquals(
        "'pets' has 4 classes but the model 'robust' tells only 3 apart", more.getMessage());
  }

  @Test
  void namesAgreeInOrderOrAreNotThere() {
    assertTrue(ClassNames.agree(NETWORK, List.of("dog", "Cat", "bird")));
    assertTrue(ClassNames.agree(List.of(), NETWORK));
    assertTrue(ClassNames.agree(NETWORK, ClassNames.numbered(3)));
    assertFalse(ClassNames.agree(NETWORK, List.of("cat", "dog", "bird")));
    assertFalse(ClassNames.agree(NETWORK, List.of("dog", "cat")));
  }
}
