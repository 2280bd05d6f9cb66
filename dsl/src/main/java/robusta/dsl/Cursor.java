package robusta.dsl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What surrounds a cursor in a text of the language: the word that is being written, the chain
 * before its dot, the call whose parentheses it is in.
 */
final class Cursor {
  private final String source;
  private final int position;
  private int from;
  private boolean text;
  private boolean dot;
  private final List<Link> links = new ArrayList<>();
  private Literal literal = Literal.NONE;
  private boolean created;
  private final Set<String> named = new TreeSet<>();
  private Call call;

  /**
   * A call whose arguments are being written.
   *
   * @param sentence the word that its chain begins with; the verb itself where there is no dot
   * @param owner the variable before the dot; null where there is none
   * @param name the verb
   * @param argument what named argument is being written; null where it is none
   */
  record Call(String sentence, String owner, String name, String argument) {}

  /**
   * One word of a chain.
   *
   * @param called whether parentheses or a closure follow it
   * @param indexed whether brackets follow that
   */
  record Link(String name, boolean called, boolean indexed) {}

  /** What a chain begins with where that is no word. */
  enum Literal {
    NONE,
    TEXT,
    LIST,
    MAP
  }

  private Cursor(String source, int position) {
    this.source = source;
    this.position = position;
  }

  static Cursor of(String source, int position) {
    Cursor cursor = new Cursor(source, position);
    cursor.look();
    return cursor;
  }

  /** Where the word begins. */
  int from() {
    return from;
  }

  String source() {
    return source;
  }

  int position() {
    return position;
  }

  /** What was written of the word. */
  String word() {
    return source.substring(from, position);
  }

  /** Whether the cursor is between quotes. */
  boolean inText() {
    return text;
  }

  /** Whether the word follows a dot. */
  boolean afterDot() {
    return dot;
  }

  /** The words before the dot, behind the literal if it begins with one; none if not known. */
  List<Link> links() {
    return links;
  }

  /** What the chain begins with where that is no word. */
  Literal literal() {
    return literal;
  }

  /** Whether the chain begins with {@code new}. */
  boolean created() {
    return created;
  }

  boolean alreadyChained(String name) {
    return links.stream().skip(1).anyMatch(link -> link.name().equals(name));
  }

  boolean alreadyNamed(String name) {
    return named.contains(name);
  }

  /** The call whose parentheses the cursor is in; null where there is none. */
  Call call() {
    return call;
  }

  private void look() {
    List<Integer> open = new ArrayList<>();
    int quote = scan(open);
    text = quote >= 0;
    from = text ? quote + 1 : wordStart(position);
    int before = skipSpaceBack(text ? quote : from);
    if (!text && before > 0 && source.charAt(before - 1) == '.') {
      dot = true;
      chain(before - 1);
      return;
    }
    enclosing(open, text ? quote : from);
  }

  /** Collects the open brackets up to the cursor; gives the open quote, or -1. */
  private int scan(List<Integer> open) {
    int quote = -1;
    for (int i = 0; i < position; i++) {
      char c = source.charAt(i);
      if (quote >= 0) {
        if (c == '\\') {
          i++;
        } else if (c == source.charAt(quote) || c == '\n') {
          quote = -1;
        }
      } else if (c == '\'' || c == '"') {
        quote = i;
      } else if (c == '/' && i + 1 < position && source.charAt(i + 1) == '/') {
        int end = source.indexOf('\n', i);
        i = end < 0 || end > position ? position : end;
      } else if ("([{".indexOf(c) >= 0) {
        open.add(i);
      } else if (")]}".indexOf(c) >= 0 && !open.isEmpty()) {
        open.remove(open.size() - 1);
      }
    }
    return quote;
  }

  /** Reads the chain that ends at a dot: root.word.word or root(...).word(...)[...]. */
  private void chain(int dotAt) {
    int at = dotAt;
    List<Link> words = new ArrayList<>();
    while (true) {
      at = skipSpaceBack(at > 0 && source.charAt(at - 1) == '?' ? at - 1 : at);
      boolean called = false;
      boolean indexed = false;
      int outermost = at;
      while (at > 0 && ")]}".indexOf(source.charAt(at - 1)) >= 0) {
        indexed |= source.charAt(at - 1) == ']';
        called |= source.charAt(at - 1) != ']';
        outermost = at;
        at = skipSpaceBack(opening(at - 1));
      }
      int start = wordStart(at);
      if (start == at) {
        literal = literal(at, outermost);
        if (literal == Literal.NONE) {
          return;
        }
        break;
      }
      words.add(new Link(source.substring(start, at), called, indexed));
      at = skipSpaceBack(start);
      if (at == 0 || source.charAt(at - 1) != '.') {
        break;
      }
      at--;
    }
    Collections.reverse(words);
    links.addAll(words);
    created = at >= 3 && source.startsWith("new", at - 3) && wordStart(at) == at - 3;
  }

  /** What ends where no word does. */
  private Literal literal(int before, int end) {
    if (before > 0 && "'\"".indexOf(source.charAt(before - 1)) >= 0 && before == end) {
      return Literal.TEXT;
    }
    if (end > before && source.charAt(end - 1) == ']') {
      String inside = source.substring(skipSpace(before) + 1, end - 1).strip();
      return inside.equals(":") || inside.matches("(?s)\\w+\\s*:.*") ? Literal.MAP : Literal.LIST;
    }
    return Literal.NONE;
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Finds the innermost call around the cursor and the arguments it names already. */
  private void enclosing(List<Integer> open, int wordAt) {
    for (int k = open.size() - 1; k >= 0; k--) {
      int bracket = open.get(k);
      if (source.charAt(bracket) == '{') {
        break;
      }
      int end = skipSpaceBack(bracket);
      int start = wordStart(end);
      if (source.charAt(bracket) == '(' && start < end) {
        call(start, end, bracket + 1, wordAt);
        return;
      }
    }
    // A sentence without parentheses: verb, space, arguments.
    int line = source.lastIndexOf('\n', Math.max(0, wordAt - 1)) + 1;
    int start = line;
    while (start < wordAt && Character.isWhitespace(source.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < wordAt && Character.isJavaIdentifierPart(source.charAt(end))) {
      end++;
    }
    if (end > start && end < wordAt && source.charAt(end) == ' ' && open.isEmpty()) {
      call(start, end, end, wordAt);
    }
  }

  private void call(int start, int end, int argumentsFrom, int wordAt) {
    String name = source.substring(start, end);
    String sentence = name;
    String owner = null;
    if (start > 0 && source.charAt(start - 1) == '.') {
      int ownerStart = wordStart(start - 1);
      owner = source.substring(ownerStart, start - 1);
      List<Link> chain = of(source.substring(0, start), start).links();
      sentence = chain.isEmpty() ? name : chain.get(0).name();
    }
    int depth = 0;
    String argument = null;
    for (int i = argumentsFrom; i < wordAt; i++) {
      char c = source.charAt(i);
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0) {
        argument = null;
      } else if (c == ':' && depth == 0) {
        argument = source.substring(wordStart(i), i);
        named.add(argument);
      }
    }
    call = new Call(sentence, owner, name, argument);
  }

  /** The bracket that the one at {@code close} closes; 0 where there is none. */
  private int opening(int close) {
    int depth = 0;
    for (int i = close; i >= 0; i--) {
      char c = source.charAt(i);
      depth += ")]}".indexOf(c) >= 0 ? 1 : "([{".indexOf(c) >= 0 ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return 0;
  }

  private int wordStart(int end) {
    int start = end;
    while (start > 0 && Character.isJavaIdentifierPart(source.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private int skipSpaceBack(int end) {
    int at = end;
    while (at > 0 && Character.isWhitespace(source.charAt(at - 1))) {
      at--;
    }
    return at;
  }
}
