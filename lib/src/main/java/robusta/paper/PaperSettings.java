package robusta.paper;

import java.util.List;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.Augmentation;
import robusta.data.Augmentations;
import robusta.model.Model;
import robusta.represent.FeatureAddition;
import robusta.represent.Interpolation;
import robusta.represent.Inversion;
import robusta.represent.Visualization;
import robusta.train.Adversary;
import robusta.train.Evaluation;
import robusta.train.Optimizer;
import robusta.train.Schedule;
import robusta.train.Trainer;

/**
 * The settings of the experiments in L. Engstrom, A. Ilyas, S. Santurkar, D. Tsipras, B. Tran, A.
 * Madry: Adversarial Robustness as a Prior for Learned Representations (2019), to put into the
 * builders of training, evaluation and the looks into a representation.
 *
 * <pre>{@code
 * PaperSettings paper = PaperSettings.of(model);
 * TrainingResult training = paper.robust(Trainer.of(model, data, engine)).run(context);
 * InversionResult inverted = paper.inversion(Inversion.on(model, engine)).targets(t).run(context);
 * }</pre>
 *
 * @param data whose settings they are, such as {@code "imagenet"}
 * @param training how networks are trained: Table 2
 * @param adversary whom robust ones are trained against, in L2: Table 3
 * @param attackSteps steps of 2.5 * eps / steps of the attack that accuracy is measured under, in
 *     the adversary's ball: section A.4
 * @param visualization finding what features respond to: section A.6.1
 * @param fromGray figure 8: features from grey images
 * @param inversion inverting representations and interpolating: section A.6.2
 * @param addition adding a feature to images: section 4.2.1, as in the authors' notebooks
 */
public record PaperSettings(
    String data,
    Training training,
    Attack adversary,
    int attackSteps,
    Search visualization,
    Search fromGray,
    Search inversion,
    Search addition) {

  /**
   * How networks are trained.
   *
   * @param epochs how often they go through the training images
   * @param learningRate the rate at the start
   * @param batchSize images per step
   * @param drops the epochs at which the rate is divided by 10
   * @param momentum of SGD
   * @param weightDecay of SGD, on every parameter
   * @param augmentation the name of the images' variation: {@code "imagenet"} or {@code "cifar"}
   */
  public record Training(
      int epochs,
      double learningRate,
      int batchSize,
      List<Double> drops,
      double momentum,
      double weightDecay,
      String augmentation) {
    public Training {
      drops = List.copyOf(drops);
    }
  }

  /**
   * Steps in an L2 ball around an image.
   *
   * @param eps the ball's radius, of images in [0, 1]
   * @param steps how many
   * @param stepSize how far each goes
   */
  public record Attack(double eps, int steps, double stepSize) {}

  /**
   * Steps in representation space within an L2 ball so large that it hardly constrains.
   *
   * @param eps the ball's radius
   * @param steps how many at most
   * @param stepSize how far each goes
   */
  public record Search(double eps, int steps, double stepSize) {}

  /** ImageNet and Restricted ImageNet at 224 pixels: the paper's own. */
  public static final PaperSettings IMAGENET =
      new PaperSettings(
          "imagenet",
          new Training(110, 0.1, 256, List.of(30.0, 60.0), 0.9, 1e-4, "imagenet"),
          new Attack(3, 7, 0.5),
          20,
          new Search(1000, 200, 1),
          new Search(500, 1500, 0.5),
          new Search(1000, 10_000, 1),
          new Search(1000, 800, 0.1));

  /**
   * CIFAR-10, of which the paper has no table: training is that of MadryLab's {@code robustness}
   * for CIFAR-10, looks into the representation are those of ImageNet with a tenth of the step.
   */
  public static final PaperSettings CIFAR10 =
      new PaperSettings(
          "cifar10",
          new Training(150, 0.1, 128, List.of(50.0, 100.0), 0.9, 5e-4, "cifar"),
          new Attack(0.5, 7, 0.1),
          20,
          new Search(1000, 200, 0.1),
          new Search(500, 1500, 0.05),
          new Search(1000, 10_000, 0.1),
          new Search(1000, 800, 0.01));

  /** Images of fewer pixels than this in height are treated as CIFAR-10's. */
  private static final int SMALL = 128;

  /** The settings for images of a model's size. */
  public static PaperSettings of(Model model) {
    return model.height() < SMALL ? CIFAR10 : IMAGENET;
  }

  /** Standard training. */
  public Trainer standard(Trainer trainer) {
    return trainer
        .epochs(training.epochs)
        .batchSize(training.batchSize)
        .learningRate(training.learningRate)
        .optimizer(Optimizer.sgd(training.momentum, training.weightDecay))
        .schedule(
            Schedule.drop(0.1, training.drops.stream().mapToDouble(Double::doubleValue).toArray()))
        .augmentation(augmentation());
  }

  /** Adversarial training: the same against the adversary, from a random start. */
  public Trainer robust(Trainer trainer) {
    return standard(trainer)
        .adversary(
            Adversary.pgd(
                Pgd.in(Constraint.l2(adversary.eps))
                    .steps(adversary.steps)
                    .stepSize(adversary.stepSize)
                    .randomStart(true)
                    .useBest(false)
                    .build()));
  }

  private Augmentation augmentation() {
    return training.augmentation.equals("cifar") ? Augmentations.cifar() : Augmentations.imageNet();
  }

  /** Accuracy on clean images and under attack within the adversary's eps. */
  public Evaluation evaluation(Evaluation evaluation) {
    return evaluation
        .eps(0, adversary.eps)
        .attack(Pgd.in(Constraint.l2(0)).steps(attackSteps).build());
  }

  /** Inverting representations, the last iterate. */
  public Inversion inversion(Inversion experiment) {
    return experiment
        .within(inversion.eps)
        .steps(inversion.steps)
        .stepSize(inversion.stepSize)
        .useBest(false);
  }

  /** Interpolating between representations, the best iterate. */
  public Interpolation interpolation(Interpolation experiment) {
    return experiment.steps(inversion.steps).stepSize(inversion.stepSize).useBest(true);
  }

  /** Finding what features respond to, the last iterate. */
  public Visualization visualization(Visualization experiment) {
    return visualized(visualization, experiment);
  }

  /** The same as in figure 8, which begins at grey images ({@code Starts.gray}). */
  public Visualization fromGray(Visualization experiment) {
    return visualized(fromGray, experiment);
  }

  private static Visualization visualized(Search search, Visualization experiment) {
    return experiment
        .within(search.eps)
        .steps(search.steps)
        .stepSize(search.stepSize)
        .useBest(false);
  }

  /** Adding a feature until it dominates. */
  public FeatureAddition addition(FeatureAddition experiment) {
    return experiment.steps(addition.steps).stepSize(addition.stepSize).useBest(true);
  }
}
