package robusta.kernel;

import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;
import robusta.kernel.cell.Syntax;

/** Tells the line reader when a sentence is whole, so that Enter evaluates it. */
final class SentenceParser implements Parser {
  private final DefaultParser words = new DefaultParser().quoteChars(null).escapeChars(null);

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !line.startsWith(":") && Syntax.incomplete(line)) {
      throw new EOFError(-1, -1, "the sentence is not finished");
    }
    return words.parse(line, cursor, context);
  }
}
