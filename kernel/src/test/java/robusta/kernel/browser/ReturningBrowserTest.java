package robusta.kernel.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training goes on in the background while nobody looks. */
@Tag("jupyter")
class ReturningBrowserTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String EMPTY =
      """
      {"nbformat": 4, "nbformat_minor": 4, "cells": [], "metadata": {"kernelspec":
       {"name": "robusta", "display_name": "Robusta under test", "language": "groovy"}}}
      """;

  @TempDir Path folder;

  @Test
  void aBrowserThatComesBackFindsTheRunGoingOn() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.writeString(work.resolve("long.ipynb"), EMPTY);
    try (JupyterInBrowser page = JupyterInBrowser.start(folder, work)) {
      page.open("long.ipynb");
      page.run(
          "net = model('smallcnn', data: fashion(), width: 2)\n"
              + "run = background { net.train(epochs: 100_000, batch: 500, evaluateOn: 10) }");
      JupyterInBrowser.await(
          "progress is shown", PATIENCE, () -> !page.texts(".robusta-progress").isEmpty());
      page.save();
      page.leave();

      page.open("long.ipynb");
      assertEquals(1, page.texts(".robusta-progress").size(), "what was saved");
      page.run("run");
      Set<String> seen = new HashSet<>();
      JupyterInBrowser.await(
          "the run moves on",
          PATIENCE,
          () -> {
            page.lastOutputs().forEach(text -> seen.add(text.toString()));
            return seen.size() >= 3;
          });
      assertTrue(
          seen.stream().allMatch(text -> text.contains("background 1: running for ")),
          seen::toString);
      page.screenshot("returned", "progress");
      assertEquals(1, page.lastOutputs().size(), "it moves in place");

      page.script("Jupyter.notebook.kernel.execute('run.stop()')");
      JupyterInBrowser.await(
          "the end is shown",
          PATIENCE,
          () -> page.lastOutputs().toString().contains("background 1: stopped after "));
      assertEquals(1, page.lastOutputs().size());
      page.screenshot("returned-end");
    }
  }
}
