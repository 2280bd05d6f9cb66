package robusta.dsl;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Photographs;
import robusta.model.Architectures;
import robusta.paper.PaperSettings;
import robusta.zoo.Zoo;

/** The names that a call takes between quotes: architectures, classes, an option's words. */
final class Names {
  private Names() {}

  /** The names that fit; none where any text does. */
  static Collection<String> of(Cursor.Call call, Map<String, Object> variables) {
    if (call.name().equals("ofClass")
        || call.name().equals("targeting")
        || "targeting".equals(call.argument())) {
      return variables.values().stream()
          .filter(value -> value instanceof DataSource || value instanceof Dataset)
          .map(v -> v instanceof DataSource source ? source.classes() : ((Dataset) v).classes())
          .findFirst()
          .orElse(List.of());
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
    String option = call.argument() == null ? call.name() : call.argument();
    Verb verb = Vocabulary.named(call.name());
    return (verb == null ? Vocabulary.all().stream() : Stream.of(verb))
        .map(each -> each.option(option))
        .filter(known -> known != null && !known.kind().choices().isEmpty())
        .map(known -> known.kind().choices())
        .findFirst()
        .orElse(List.of());
  }
}
