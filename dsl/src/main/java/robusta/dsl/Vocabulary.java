package robusta.dsl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Mask;

/** All verbs, by chapter and by name, and the words for what scripts handle. */
final class Vocabulary {
  private static final Map<Class<?>, Verb> SENTENCES =
      Map.ofEntries(
          Map.entry(InvertSentence.class, RepresentationVerbs.INVERT),
          Map.entry(BudgetSentence.class, RepresentationVerbs.INVERT),
          Map.entry(PairsSentence.class, RepresentationVerbs.PAIRS),
          Map.entry(InterpolateSentence.class, RepresentationVerbs.INTERPOLATE),
          Map.entry(VisualizeSentence.class, RepresentationVerbs.VISUALIZE),
          Map.entry(AddSentence.class, RepresentationVerbs.ADD),
          Map.entry(ActivatingSentence.class, RepresentationVerbs.TOP),
          Map.entry(GenerateSentence.class, SynthesisVerbs.GENERATE),
          Map.entry(TranslateSentence.class, SynthesisVerbs.TRANSLATE),
          Map.entry(SketchSentence.class, SynthesisVerbs.SKETCH),
          Map.entry(InpaintSentence.class, SynthesisVerbs.INPAINT),
          Map.entry(UpscaleSentence.class, SynthesisVerbs.UPSCALE),
          Map.entry(PaintSentence.class, SynthesisVerbs.PAINT),
          Map.entry(AttackSentence.class, Verbs.ATTACK),
          Map.entry(CompareSentence.class, Verbs.COMPARE),
          Map.entry(SideBySideSentence.class, RepresentationVerbs.SIDE_BY_SIDE));

  private static final Map<String, List<Verb>> CHAPTERS = new LinkedHashMap<>();

  static {
    CHAPTERS.put(
        "Data",
        List.of(
            Verbs.FASHION,
            Verbs.CIFAR10,
            Verbs.IMAGE_FOLDER,
            Verbs.IMAGE_NET,
            Verbs.RESTRICTED,
            ZooVerbs.RESTRICTED64,
            Verbs.IMAGES,
            ZooVerbs.PHOTOGRAPHS));
    CHAPTERS.put(
        "Networks",
        List.of(
            Verbs.MODEL,
            ZooVerbs.ARCHITECTURES,
            ZooVerbs.PRETRAINED,
            ZooVerbs.MODELS,
            Verbs.LOAD,
            Verbs.TRAIN,
            Verbs.AVERAGE,
            Verbs.EVALUATE,
            ZooVerbs.PUBLISH,
            Verbs.PREDICT,
            Verbs.MEMORY,
            Verbs.COMPARE,
            Verbs.USING));
    CHAPTERS.put("Inside a representation", RepresentationVerbs.ALL);
    CHAPTERS.put("Making images", SynthesisVerbs.ALL);
    CHAPTERS.put("Attacks", List.of(Verbs.ATTACK));
    CHAPTERS.put("Experiments", List.of(ZooVerbs.PAPER, Verbs.SWEEP, Verbs.SEED, Verbs.BACKGROUND));
    CHAPTERS.put("Results", List.of(Verbs.SHOW, Verbs.SAVE, Verbs.REPORT, Verbs.READ_LINE));
    CHAPTERS.put("In a notebook", DisplayVerbs.ALL);
    CHAPTERS.put("Help", List.of(Verbs.HELP));
  }

  private Vocabulary() {}

  /** The verbs by chapter, in the order help lists them. */
  static Map<String, List<Verb>> chapters() {
    return CHAPTERS;
  }

  /** Every verb. */
  static List<Verb> all() {
    return CHAPTERS.values().stream().flatMap(List::stream).toList();
  }

  /** Whether a verb of this name stands alone in a script. */
  static boolean stands(String name) {
    return verb(name) != null;
  }

  /** The names of the verbs that stand alone. */
  static Set<String> standing() {
    return all().stream()
        .filter(verb -> verb.subject().isEmpty())
        .map(Verb::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The verb of this name that stands alone, or null. */
  static Verb verb(String name) {
    return verbOf("", name);
  }

  /** The verb of this name, whatever its subject, or null. */
  static Verb named(String name) {
    return all().stream().filter(verb -> verb.name().equals(name)).findFirst().orElse(null);
  }

  /** The verbs that are methods of something; none where the subject is empty. */
  static List<Verb> verbsOf(String subject) {
    return subject.isEmpty()
        ? List.of()
        : all().stream().filter(verb -> verb.subject().equals(subject)).toList();
  }

  /** One of {@link #verbsOf}, or for an empty subject one that stands alone; else null. */
  static Verb verbOf(String subject, String name) {
    return all().stream()
        .filter(verb -> verb.subject().equals(subject) && verb.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** The verb whose sentences are of this class. */
  static Verb verbOfSentence(Class<?> type) {
    return SENTENCES.get(type);
  }

  /** What help calls objects of a class; empty when it has no word for it. */
  static String subject(Class<?> type) {
    if (Network.class.isAssignableFrom(type)) {
      return "network";
    }
    if (DataSource.class.isAssignableFrom(type)) {
      return "data";
    }
    if (Dataset.class.isAssignableFrom(type)) {
      return "dataset";
    }
    if (Pictures.class.isAssignableFrom(type)) {
      return "images";
    }
    if (Mask.class.isAssignableFrom(type)) {
      return "mask";
    }
    return "";
  }

  /** Words that scripts use without quotes. */
  static Set<String> constants() {
    return Set.of("L2", "Linf", "unconstrained");
  }
}
