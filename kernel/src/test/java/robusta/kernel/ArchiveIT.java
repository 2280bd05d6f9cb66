package robusta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import robusta.engine.Recipes;

/** The archive that {@code mvn package} made, unpacked somewhere else and used without Maven. */
@DisabledOnOs(OS.WINDOWS)
class ArchiveIT {
  @TempDir private static Path folder;
  private static Path home;

  @BeforeAll
  static void unpack() throws IOException {
    String name = "robusta-" + Recipes.robustaVersion();
    Path archive = Path.of("..", "target", name + ".zip");
    assumeTrue(Files.exists(archive), "there is no " + archive + "; mvn package makes it");
    home = folder.resolve("some where").resolve(name);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        Path file = home.resolveSibling(entry.getName());
        assertTrue(file.normalize().startsWith(home), entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip.getInputStream(entry), file);
        }
      }
    }
    // Java's own reader of archives knows no permissions.
    assertTrue(home.resolve("robusta").toFile().setExecutable(true));
  }

  /** What a command of the unpacked archive prints, in a home folder of its own. */
  private static String robusta(Path where, int status, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder command = new ProcessBuilder(home.resolve("robusta").toString());
    command.command().addAll(List.of(arguments));
    File output = folder.resolve("output").toFile();
    command.directory(where.toFile()).redirectErrorStream(true).redirectOutput(output);
    command.environment().put("HOME", folder.resolve("user").toString());
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    command.environment().keySet().removeIf(name -> name.matches("XDG_DATA_HOME|JUPYTER.*"));
    command
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    Process process = command.start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it does not end");
    String printed = Files.readString(output.toPath());
    assertEquals(status, process.exitValue(), printed);
    return printed;
  }

  @Test
  void itRunsWhereverItLies() throws Exception {
    String printed = robusta(folder, 0, "version");
    assertTrue(printed.startsWith("robusta " + Recipes.robustaVersion()), printed);
    assertFalse(Files.exists(home.resolve("target")), "nothing is built");
  }

  @Test
  void itInstallsItsKernel() throws Exception {
    robusta(folder, 0, "kernel", "install", "--prefix", folder.resolve("python").toString());
    String spec =
        Files.readString(folder.resolve("python/share/jupyter/kernels/robusta/kernel.json"));
    assertTrue(spec.contains('"' + home.toRealPath().resolve("robusta").toString() + '"'), spec);
  }

  @Test
  void labBecomesTheFrontEnd() throws Exception {
    Path lab = Files.createDirectories(folder.resolve("bin")).resolve("jupyter-lab");
    Files.writeString(lab, "#!/bin/sh\nprintf '%s,' lab \"$@\"\nexit 3\n");
    assertTrue(lab.toFile().setExecutable(true));
    assertEquals(
        "lab,a b.ipynb,--no-browser,", robusta(folder, 3, "lab", "a b.ipynb", "--no-browser"));
    try (var kernels = Files.walk(folder.resolve("user"))) {
      assertTrue(kernels.anyMatch(file -> file.endsWith("kernels/robusta/kernel.json")));
    }
  }

  @Test
  void aNotebookRunsInItsOwnFolder() throws Exception {
    Path study = Files.createDirectories(folder.resolve("my study"));
    Files.writeString(
        study.resolve("a.ipynb"),
        """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code",
          "id": "a", "metadata": {}, "outputs": [], "execution_count": null,
          "source": "new File('made.txt').createNewFile()"}]}
        """);
    String printed = robusta(folder, 0, "run", "my study/a.ipynb", "--out", "out/b.ipynb");
    assertTrue(Files.exists(study.resolve("made.txt")), printed);
    assertTrue(Files.readString(folder.resolve("out/b.ipynb")).contains("\"true\""), printed);
    assertTrue(Files.exists(folder.resolve("out/b.html")), printed);
  }
}
