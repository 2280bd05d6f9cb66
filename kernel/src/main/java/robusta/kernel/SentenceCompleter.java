package robusta.kernel;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import robusta.dsl.Completion;
import robusta.dsl.Language;

/** Offers what the language knows at the cursor. */
final class SentenceCompleter implements Completer {
  private final Language language;

  SentenceCompleter(Language language) {
    this.language = language;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    // The line reader replaces its whole word, of which the language's word may be the end:
    // in "invert(st" the words are "invert(st" and "st".
    int wordStart = line.cursor() - line.wordCursor();
    for (Completion completion : language.complete(line.line(), line.cursor())) {
      if (completion.from() < wordStart) {
        continue;
      }
      String before = line.line().substring(wordStart, completion.from());
      candidates.add(
          new Candidate(
              before + completion.text(),
              completion.text(),
              null,
              completion.meaning().isEmpty() ? null : completion.meaning(),
              null,
              null,
              false));
    }
  }
}
