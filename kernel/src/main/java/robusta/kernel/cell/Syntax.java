package robusta.kernel.cell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;
import org.codehaus.groovy.syntax.Types;

/** What the text of a sentence tells before it is evaluated. */
public final class Syntax {
  private static final String INDENT = "  ";

  private Syntax() {}

  /**
   * Whether more lines are needed. Text that no further line can mend is not incomplete: it is to
   * be evaluated, so that the user sees what is wrong with it.
   */
  public static boolean incomplete(String source) {
    SyntaxException error = syntaxError(source);
    if (error == null) {
      return false;
    }
    return switch (nesting(source)) {
      case OPEN -> true;
      case BROKEN -> false;
      case BALANCED -> !source.endsWith("\n") && atEnd(error, source.stripTrailing());
    };
  }

  /** Whether a cell can be run as it is, and how its next line should begin where it can't. */
  static Completeness completeness(String source) {
    if (source.stripLeading().startsWith("%") || syntaxError(source) == null) {
      return new Completeness.Complete();
    }
    return incomplete(source)
        ? new Completeness.Incomplete(indent(source))
        : new Completeness.Invalid();
  }

  /** That of the last line, and more behind one that opens a bracket. */
  private static String indent(String source) {
    List<String> lines = source.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "";
    }
    String last = lines.get(lines.size() - 1);
    String own = last.substring(0, last.length() - last.stripLeading().length());
    return nesting(last) == Nesting.OPEN ? own + INDENT : own;
  }

  /** Whether the last statement only gives something a name, so that its value is not asked for. */
  public static boolean assigns(String source) {
    if (source.indexOf('=') < 0) {
      return false; // Parsing takes milliseconds.
    }
    ModuleNode module;
    try {
      module = parsed(source);
    } catch (CompilationFailedException e) {
      return false;
    }
    List<Statement> statements = module.getStatementBlock().getStatements();
    return !statements.isEmpty()
        && statements.get(statements.size() - 1) instanceof ExpressionStatement last
        && last.getExpression() instanceof BinaryExpression expression
        && Types.ofType(expression.getOperation().getType(), Types.ASSIGNMENT_OPERATOR);
  }

  /** The text as a tree; only that, since a whole compilation would fetch what it grabs. */
  private static ModuleNode parsed(String source) {
    SourceUnit unit = SourceUnit.create("input.groovy", source);
    unit.parse();
    unit.completePhase();
    unit.nextPhase();
    unit.convert();
    if (unit.getErrorCollector().hasErrors()) {
      throw new MultipleCompilationErrorsException(unit.getErrorCollector());
    }
    return unit.getAST();
  }

  private static SyntaxException syntaxError(String source) {
    try {
      parsed(source);
      return null;
    } catch (MultipleCompilationErrorsException e) {
      return e.getErrorCollector().getError(0) instanceof SyntaxErrorMessage message
          ? message.getCause()
          : null;
    } catch (CompilationFailedException e) {
      return null;
    }
  }

  /** The parser reports a missing operand or block at the last character or behind it. */
  private static boolean atEnd(SyntaxException error, String source) {
    String[] lines = source.split("\n", -1);
    int last = lines.length;
    return error.getStartLine() > last
        || (error.getStartLine() == last && error.getStartColumn() >= lines[last - 1].length());
  }

  private enum Nesting {
    /** A bracket, a triple-quoted text or a block comment is still open. */
    OPEN,
    BALANCED,
    /** A bracket closes what was not opened, or a quoted text ends with its line. */
    BROKEN
  }

  private static Nesting nesting(String source) {
    Deque<Character> open = new ArrayDeque<>();
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i);
      if (c == '\'' || c == '"') {
        String quote = String.valueOf(c).repeat(3);
        boolean triple = source.startsWith(quote, i);
        int end = endOfText(source, triple ? i + 3 : i + 1, triple ? quote : String.valueOf(c));
        if (end < 0) {
          return triple ? Nesting.OPEN : Nesting.BROKEN;
        }
        i = end;
      } else if (source.startsWith("//", i)) {
        int end = source.indexOf('\n', i);
        i = end < 0 ? source.length() : end;
      } else if (source.startsWith("/*", i)) {
        int end = source.indexOf("*/", i + 2);
        if (end < 0) {
          return Nesting.OPEN;
        }
        i = end + 2;
      } else {
        int kind = "([{".indexOf(c);
        if (kind >= 0) {
          open.push(")]}".charAt(kind));
        } else if (")]}".indexOf(c) >= 0 && (open.isEmpty() || open.pop() != c)) {
          return Nesting.BROKEN;
        }
        i++;
      }
    }
    return open.isEmpty() ? Nesting.BALANCED : Nesting.OPEN;
  }

  /** The index behind the closing quote, or -1 where there is none (before the line's end). */
  private static int endOfText(String source, int from, String quote) {
    for (int i = from; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\') {
        i++;
      } else if (source.startsWith(quote, i)) {
        return i + quote.length();
      } else if (c == '\n' && quote.length() == 1) {
        return -1;
      }
    }
    return -1;
  }
}
