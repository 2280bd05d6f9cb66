package robusta.dsl;

import groovy.lang.Closure;
import java.util.List;
import robusta.attack.Attack;
import robusta.attack.AttackResult;
import robusta.attack.Constraint;
import robusta.attack.Objective;
import robusta.attack.Pgd;
import robusta.engine.Precision;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/** {@code attack(images).eps(0.5).norm(L2).steps(20)}: one result per eps. */
public final class AttackSentence extends Sentence<AttackSentence, List<AttackResult>>
    implements PictureSource {
  private final Object images;

  AttackSentence(Bound bound, Object images) {
    super(bound);
    this.images = images;
  }

  @Override
  AttackSentence copy(Bound other) {
    return new AttackSentence(other, images);
  }

  /** How far an image may move; several give one result each. */
  public AttackSentence eps(double... radii) {
    return set("eps", radii);
  }

  /** What eps measures: L2, Linf or unconstrained. */
  public AttackSentence norm(String name) {
    return set("norm", name);
  }

  /** How many steps. */
  public AttackSentence steps(int number) {
    return set("steps", number);
  }

  /** How far an image moves in one step. */
  public AttackSentence stepSize(double size) {
    return set("stepSize", size);
  }

  /** The class to reach, by name or number; one for all images or one per image. */
  public AttackSentence targeting(Object classes) {
    return set("targeting", classes);
  }

  /** How often to begin anew at random. */
  public AttackSentence restarts(int number) {
    return set("restarts", number);
  }

  /** Whether to begin at a random point of the ball. */
  public AttackSentence randomStart(boolean on) {
    return set("randomStart", on);
  }

  /** Whether each image keeps its worst iterate instead of its last. */
  public AttackSentence best(boolean on) {
    return set("best", on);
  }

  /** What is moved: pixels, fourier or decorrelated. */
  public AttackSentence over(String variables) {
    return set("over", variables);
  }

  /**
   * A loss of one's own, one value per image, built of SameDiff variables that are named as the
   * closure's parameters; see {@link ClosureLoss}. It is raised, or lowered with {@link #minimize}.
   */
  public AttackSentence loss(Closure<?> closure) {
    return set("loss", closure);
  }

  /** Lowers the loss instead of raising it. */
  public AttackSentence minimize(boolean on) {
    return set("minimize", on);
  }

  /** Which network, instead of the one in use. */
  public AttackSentence with(Network network) {
    return set("with", network);
  }

  /** How many images at most to treat at once. */
  public AttackSentence batch(int number) {
    return set("batch", number);
  }

  /** The number format of the network: f32, bf16 or auto. */
  public AttackSentence precision(String format) {
    return set("precision", format);
  }

  @Override
  List<AttackResult> run(RunContext context) {
    Pictures originals = Pictures.from(images);
    Arguments given = arguments();
    double[] eps = given.numbers("eps", 0.5);
    boolean free = norm().equals("unconstrained");
    if (free && given.has("eps")) {
      throw new RobustaException(
          "an unconstrained attack has no eps; leave eps out, or choose norm L2 or Linf");
    }
    if (!free && !given.text("over", "pixels").equals("pixels")) {
      throw new RobustaException(
          "eps and norm hold pixels near their image, and this attack moves %s; add norm('unconstrained'), or leave over out"
              .formatted(given.text("over", "")));
    }
    Attack attack =
        Attack.on(network().model(), bench().engine())
            .with(pgd(free ? Constraint.unconstrained() : ball(eps[0])))
            .images(originals.images())
            .data(originals.getOrigin());
    if (known(originals)) {
      attack.labels(originals.labels());
    }
    given.get("precision").ifPresent(format -> attack.precision(Precision.of(format.toString())));
    int[] targets = given.get("targeting").map(this::classes).orElse(null);
    if (given.has("loss")) {
      attack.objective(loss(originals, targets));
    } else if (targets != null) {
      attack.targeting(targets);
    }
    return free ? List.of(attack.run(context)) : attack.run(context, eps);
  }

  /** Labels of other classes mean nothing to the network. */
  private boolean known(Pictures originals) {
    return originals.labelledAs(network().getClasses());
  }

  private String norm() {
    return arguments().text("norm", "L2");
  }

  private Constraint ball(double eps) {
    return norm().equals("L2") ? Constraint.l2(eps) : Constraint.linf(eps);
  }

  private Pgd pgd(Constraint constraint) {
    Arguments given = arguments();
    int restarts = given.count("restarts", 1);
    Pgd.Builder pgd =
        Pgd.in(constraint)
            .steps(given.count("steps", 20))
            .restarts(restarts)
            .randomStart(given.flag("randomStart", restarts > 1))
            .useBest(given.flag("best", true))
            .parametrization(OptimizeSentence.parametrization(given.text("over", "pixels")));
    given.get("stepSize").ifPresent(size -> pgd.stepSize((Double) size));
    given.get("batch").ifPresent(number -> pgd.batchSize((Integer) number));
    if (given.flag("minimize", false)) {
      pgd.minimize();
    }
    return pgd.build();
  }

  private int[] classes(Object named) {
    return DataWords.classIndices(network().getClasses(), named);
  }

  private Objective loss(Pictures originals, int... targets) {
    int[] aims =
        targets == null
            ? known(originals) ? originals.labels() : new int[0]
            : targets.length == 1 ? filled(originals.size(), targets[0]) : targets;
    return new ClosureLoss((Closure<?>) arguments().required("loss"))
        .objective(network().model().classes().size(), aims);
  }

  private static int[] filled(int count, int value) {
    int[] all = new int[count];
    java.util.Arrays.fill(all, value);
    return all;
  }

  @Override
  public Pictures getImages() {
    return get().stream()
        .map(result -> Pictures.of(result.images(), "attack"))
        .reduce(Pictures::plus)
        .orElseThrow();
  }

  @Override
  public Figure getFigure() {
    return Figures.attacks(get(), network().getClasses());
  }

  @Override
  public Table getTable() {
    return ResultTables.of(network().getName(), get());
  }
}
