package robusta.train;

/**
 * What happened in one epoch. Accuracies are parts from 0 to 1; those that were not measured are
 * NaN.
 *
 * @param epoch which, from 1
 * @param seconds how long training had taken when it ended, evaluation included, over all runs
 * @param learningRate at its last step
 * @param eps the adversary's at its last step; 0 when there is none
 * @param trainLoss the mean loss of the batches as the network saw them, in nats
 * @param trainAccuracy the accuracy on the batches as the network saw them
 * @param testAccuracy the accuracy on clean test images
 * @param robustAccuracy the accuracy on attacked test images
 * @param imagesPerSecond training images per second of training
 */
public record EpochRecord(
    int epoch,
    double seconds,
    double learningRate,
    double eps,
    double trainLoss,
    double trainAccuracy,
    double testAccuracy,
    double robustAccuracy,
    double imagesPerSecond) {}
