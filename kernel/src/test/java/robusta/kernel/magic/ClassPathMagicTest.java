package robusta.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.tools.GroovyClass;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.dsl.Language;
import robusta.dsl.Session;
import robusta.dsl.Workbench;
import robusta.run.RobustaException;

class ClassPathMagicTest {
  private final FakeSession session = new FakeSession();

  @TempDir private Path folder;
  private Path repository;

  /** A repository with one library, whose class is of its own for every test. */
  @BeforeEach
  void publish() throws IOException {
    repository = folder.resolve("repository");
    Path version = Files.createDirectories(repository.resolve("tiny/tiny/1.0"));
    Files.writeString(
        version.resolve("tiny-1.0.pom"),
        """
        <project><modelVersion>4.0.0</modelVersion>
        <groupId>tiny</groupId><artifactId>tiny</artifactId><version>1.0</version></project>
        """);
    jar(version.resolve("tiny-1.0.jar"), "package tiny; class Tiny { static twice(n) { 2 * n } }");
  }

  private static void jar(Path file, String source) throws IOException {
    CompilationUnit unit = new CompilationUnit(new CompilerConfiguration());
    unit.addSource("Tiny.groovy", source);
    unit.compile(Phases.CLASS_GENERATION); // The next phase would write files.
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (GroovyClass type : unit.getClasses()) {
        jar.putNextEntry(new ZipEntry(type.getName().replace('.', '/') + ".class"));
        jar.write(type.getBytes());
      }
    }
  }

  private String refused(String cell) {
    return assertThrows(RobustaException.class, () -> session.run(cell)).getMessage();
  }

  @Test
  void aJarIsAddedForTheCodeBelow() {
    Path jar = repository.resolve("tiny/tiny/1.0/tiny-1.0.jar");
    assertEquals(42, session.run("%classpath add jar " + jar + "\ntiny.Tiny.twice(21)"));
    assertEquals("added tiny-1.0.jar\n", session.out.toString());
    session.run("%classpath");
    assertTrue(session.out.toString().endsWith(jar + "\n"), session.out.toString());
  }

  @Test
  void starsMeanAllThatMatch() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("with space"));
    for (String name : List.of("b.jar", "a.jar", "c.txt")) {
      Files.createFile(jars.resolve(name));
    }
    session.run("%classpath add jar " + jars + "/*.jar");
    assertEquals("added a.jar, b.jar\n", session.out.toString());
    session.out.setLength(0);
    session.run("%classpath add jar " + folder + "/**/tiny-*.jar");
    assertEquals("added tiny-1.0.jar\n", session.out.toString());
    session.out.setLength(0);
    session.run("%classpath");
    assertTrue(session.out.toString().contains(jars + "/a.jar\n"), session.out.toString());
    session.out.setLength(0);
    session.run("%%classpath add jar\n" + jars + "/a.jar\n\n" + jars + "/b.jar\n");
    assertEquals("added a.jar\nadded b.jar\n", session.out.toString());
  }

  @Test
  void aNameWithBracketsIsFirstTheFilesOwn() throws IOException {
    Path jar = Files.createFile(folder.resolve("a[1.jar"));
    session.run("%classpath add jar " + jar);
    assertEquals("added a[1.jar\n", session.out.toString());
    assertTrue(refused("%classpath add jar b[1.jar").contains("it is no pattern of names either"));
  }

  @Test
  void aLibraryIsFetchedFromARepository() {
    session.run("%classpath config resolver here " + repository.toUri());
    assertEquals(14, session.run("%classpath add mvn tiny tiny 1.0\ntiny.Tiny.twice(7)"));
    assertEquals("added tiny-1.0.jar\n", session.out.toString());
    session.run("%classpath add mvn tiny:tiny:1.0");
    session.run("%%classpath add mvn\ntiny:tiny:1.0\n");
    assertEquals("added tiny-1.0.jar\n".repeat(3), session.out.toString());
  }

  @Test
  void grabWorksInACell() {
    Language language = new Language(new Session(new Workbench()));
    Object value =
        language.evaluate(
            """
            @GrabResolver(name = 'near', root = '%s')
            @Grab('tiny:tiny:1.0')
            import tiny.Tiny
            Tiny.twice(4)
            """
                .formatted(repository.toUri()));
    assertEquals(8, value);
    assertEquals(10, language.evaluate("tiny.Tiny.twice(5)"), "it stays for later cells");
  }

  @Test
  void mistakesAreOneSentence() {
    assertTrue(refused("%classpath add jar missing.jar").startsWith("there is no jar or folder"));
    assertTrue(refused("%classpath add jar missing/*.jar").contains("missing/*.jar"));
    assertTrue(refused("%classpath add jar").contains("%classpath add jar FILE"));
    assertTrue(refused("%classpath add mvn commons-csv").contains("not 'commons-csv'"));
    assertTrue(refused("%classpath remove x").contains("%classpath is written"));
  }
}
