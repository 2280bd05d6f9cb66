package robusta.kernel;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import robusta.engine.Recipes;
import robusta.engine.onednn.OneDnnEngine;

/** {@code robusta version}. */
@Command(name = "version", description = "Says which Robusta, engine and Java these are.")
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Recipes.versions(OneDnnEngine.instance())
        .forEach((name, version) -> spec.commandLine().getOut().println(name + " " + version));
  }
}
