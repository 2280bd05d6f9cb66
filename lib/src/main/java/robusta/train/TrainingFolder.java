package robusta.train;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.run.RobustaException;

/** The folder in which a training keeps its latest state and its best model. */
final class TrainingFolder {
  private final Path folder;
  private final List<String> warnings = new ArrayList<>();

  /**
   * A folder, made if it is not there.
   *
   * @throws RobustaException if it can't be used
   */
  TrainingFolder(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      discardRemains();
    } catch (IOException e) {
      throw new RobustaException(
          "the folder %s for checkpoints can't be used (%s); choose another".formatted(folder, e),
          e);
    }
  }

  /** A process that was killed while it wrote leaves a part of a file behind. */
  private void discardRemains() throws IOException {
    try (DirectoryStream<Path> remains =
        Files.newDirectoryStream(folder, ".{last.training,best.zip}.*.part")) {
      for (Path part : remains) {
        Files.delete(part);
      }
    }
  }

  Path last() {
    return folder.resolve("last.training");
  }

  Path best() {
    return folder.resolve("best.zip");
  }

  /** What could not be written so far. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Throws away the best model of an earlier training, which is not of one that begins anew. */
  void begin() {
    try {
      Files.deleteIfExists(best());
    } catch (IOException e) {
      throw new RobustaException(
          "%s of an earlier training can't be replaced (%s); choose another folder"
              .formatted(best(), e),
          e);
    }
  }

  /**
   * The state to go on from; empty when there is none.
   *
   * @throws RobustaException if it is damaged or of a training with other settings
   */
  Optional<TrainingState> load(Map<String, String> settings) {
    if (!Files.exists(last())) {
      return Optional.empty();
    }
    TrainingState state = StateFile.read(last());
    Set<String> names = new LinkedHashSet<>(settings.keySet());
    names.addAll(state.settings().keySet());
    for (String name : names) {
      String then = state.settings().getOrDefault(name, "unset");
      String now = settings.getOrDefault(name, "unset");
      if (!then.equals(now)) {
        throw new RobustaException(
            "the training in %s was begun with %s %s and can't go on with %s; use the same settings, another folder, or no resume"
                .formatted(folder, name, then, now));
      }
    }
    return Optional.of(state);
  }

  /**
   * Keeps a state. If that fails (a full disk) the older one stays, and training can go on.
   *
   * @param model the model in that state
   * @param isBest whether it is the best so far
   * @return what went wrong, empty when nothing did
   */
  Optional<String> save(TrainingState state, Model model, boolean isBest) {
    try {
      // The best first: whoever sees the new last one can rely on the best one that belongs to it.
      if (isBest) {
        Checkpoints.save(model, best());
      }
      StateFile.write(last(), state);
      return Optional.empty();
    } catch (RobustaException e) {
      String warning =
          "the checkpoint of epoch %d is missing, the one before it is kept: %s"
              .formatted(state.epochs(), e.getMessage());
      warnings.add(warning);
      return Optional.of(warning);
    }
  }
}
