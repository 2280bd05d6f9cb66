package robusta.dsl;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import robusta.run.RobustaException;

/** Where a line that {@code readLine} asks for comes from. */
@FunctionalInterface
public interface Asking {

  /** The terminal, or what is piped in. */
  @SuppressWarnings("SystemConsoleNull") // Where it is no terminal it reads what is piped in, too.
  Asking TERMINAL =
      (prompt, password) -> {
        Console console = System.console();
        if (password && console != null) {
          char[] typed = console.readPassword("%s", prompt);
          return typed == null ? null : new String(typed);
        }
        System.out.print(prompt);
        System.out.flush();
        try {
          return Lines.IN.readLine();
        } catch (IOException e) {
          throw new RobustaException("standard input cannot be read: " + e.getMessage(), e);
        }
      };

  /**
   * Asks, and waits for the answer.
   *
   * @param prompt what is asked; may be empty
   * @param password whether the answer must not be seen
   * @return the line without its end; null where there is no more
   */
  String ask(String prompt, boolean password);

  /** The lines of standard input, of which some may have been read ahead. */
  final class Lines {
    private static final BufferedReader IN =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));

    private Lines() {}
  }
}
