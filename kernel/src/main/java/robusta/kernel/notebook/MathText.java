package robusta.kernel.notebook;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/**
 * A formula between dollars in Markdown: kept as it was written, so that its underscores and stars
 * are no emphasis.
 */
final class MathText extends CustomNode {
  private static final char DOLLAR = '$';

  private final String source;

  private MathText(String source) {
    this.source = source;
  }

  /** Finds {@code $x$} and {@code $$x$$}; a price such as $5 is none. */
  static final class Parser implements InlineContentParserFactory, InlineContentParser {
    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of(DOLLAR);
    }

    @Override
    public InlineContentParser create() {
      return this;
    }

    @Override
    public ParsedInline tryParse(InlineParserState state) {
      Scanner scanner = state.scanner();
      Position start = scanner.position();
      int dollars = scanner.matchMultiple(DOLLAR);
      if (dollars > 2 || (dollars == 1 && Character.isWhitespace(scanner.peek()))) {
        return ParsedInline.none();
      }
      char before = ' ';
      while (scanner.hasNext()) {
        char next = scanner.peek();
        if (next == DOLLAR && before != '\\') {
          boolean closes = dollars == 2 || !Character.isWhitespace(before);
          if (scanner.matchMultiple(DOLLAR) != dollars
              || !closes
              || Character.isDigit(scanner.peek())) {
            return ParsedInline.none();
          }
          Position end = scanner.position();
          return ParsedInline.of(new MathText(scanner.getSource(start, end).getContent()), end);
        }
        before = next;
        scanner.next();
      }
      return ParsedInline.none();
    }
  }

  /** Writes a formula as text. */
  record Renderer(HtmlNodeRendererContext context) implements NodeRenderer {
    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(MathText.class);
    }

    @Override
    public void render(Node node) {
      context.getWriter().tag("span", Map.of("class", "math"));
      context.getWriter().text(((MathText) node).source);
      context.getWriter().tag("/span");
    }
  }
}
