package robusta.dsl;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Photographs;
import robusta.model.Architectures;
import robusta.paper.PaperSettings;
import robusta.zoo.Zoo;

/** The names that a call takes between quotes: architectures, classes, an option's words. */
final class Names {
  /** Verbs and options that take the name of a class. */
  private static final Set<String> CLASS_WORDS = Set.of("ofClass", "targeting", "generate", "to");

  private Names() {}

  /** The names that fit; none where any text does. */
  static Collection<String> of(Cursor.Call call, Map<String, Object> variables) {
    String option = call.argument() == null ? call.name() : call.argument();
    // What a feature is added to are images.
    boolean images = option.equals("to") && call.sentence().equals("add");
    if (CLASS_WORDS.contains(option) && !images) {
      return classes(variables.values());
    }
    if ((call.argument() == null && call.name().equals("model"))
        || "architecture".equals(call.argument())) {
      return Architectures.names();
    }
    if (call.argument() == null && List.of("pretrained", "models").contains(call.name())) {
      return Zoo.shipped().names();
    }
    if (call.argument() == null && call.name().equals("paper")) {
      return List.of(PaperSettings.IMAGENET.data(), PaperSettings.CIFAR10.data());
    }
    if (call.argument() == null && call.name().equals("photographs")) {
      return Photographs.names();
    }
    if (call.argument() == null && call.name().equals("help")) {
      return Vocabulary.all().stream().map(Verb::name).toList();
    }
    Verb verb = Vocabulary.named(call.name());
    return (verb == null ? Vocabulary.all().stream() : Stream.of(verb))
        .map(each -> each.option(option))
        .filter(known -> known != null && !known.kind().choices().isEmpty())
        .map(known -> known.kind().choices())
        .findFirst()
        .orElse(List.of());
  }

  /** The classes of the first variable that has some. */
  private static Collection<String> classes(Collection<Object> values) {
    return values.stream()
        .map(
            value ->
                value instanceof DataSource source
                    ? source.classes()
                    : value instanceof Dataset images
                        ? images.classes()
                        : value instanceof Network network
                            ? network.getClasses()
                            : List.<String>of())
        .filter(names -> !names.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
