package robusta.train;

import java.util.List;
import java.util.Map;

/**
 * Everything that a training needs to go on after an epoch as if it had never stopped; random
 * numbers follow from the seed and the position.
 *
 * @param settings what the training was told, seed and network included
 * @param epochs how many epochs ended
 * @param finished whether it was the last one
 * @param steps how many steps the optimizer took
 * @param history the epochs
 * @param weights all parameters, running statistics included
 * @param memory what the optimizer remembers
 */
record TrainingState(
    Map<String, String> settings,
    int epochs,
    boolean finished,
    long steps,
    List<EpochRecord> history,
    float[] weights,
    float[][] memory) {}
