package robusta.attack;

/** Watches an optimisation; it may throw {@link robusta.run.CancelledException} to end it. */
@FunctionalInterface
public interface StepListener {

  /** Watches nothing. */
  StepListener NONE =
      (step, state) -> {
        // Nobody asked.
      };

  /**
   * Called once per step with the images before it is taken, and once more after the last step
   * where the loop evaluates its end.
   *
   * @param step from 0
   * @param state what is being optimised; valid during the call only
   */
  void step(int step, State state);

  /**
   * Some consecutive examples of a batch during their optimisation.
   *
   * @param restart from 0
   * @param first the index in the whole batch of the first of them
   * @param count how many they are
   * @param images their current images in [0, 1], before any transform
   * @param losses one loss per example
   */
  record State(int restart, int first, int count, float[] images, float[] losses) {}
}
