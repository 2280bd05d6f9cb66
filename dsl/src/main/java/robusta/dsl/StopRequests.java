package robusta.dsl;

import java.util.function.Supplier;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.LoopingStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.WhileStatement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import robusta.run.Cancellation;

/**
 * Lets a request to stop end a script's own loops: every turn of a loop and every call of a closure
 * looks at it. (Interrupting the thread instead would close files under the core's hands.)
 */
public final class StopRequests {
  private static final ThreadLocal<Cancellation> CURRENT = new ThreadLocal<>();

  private StopRequests() {}

  /** Compiled into scripts: returns normally while nobody asked this thread's script to stop. */
  public static void check() {
    Cancellation cancellation = CURRENT.get();
    if (cancellation != null) {
      cancellation.check();
    }
  }

  /** Runs something whose checkpoints look at this request. */
  static <T> T watching(Cancellation cancellation, Supplier<T> work) {
    Cancellation before = CURRENT.get();
    CURRENT.set(cancellation);
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }

  /** Compiles the checkpoints in. */
  static CompilationCustomizer customizer() {
    return new CompilationCustomizer(CompilePhase.CANONICALIZATION) {
      @Override
      public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
        new Visitor(source).visitClass(type);
      }
    };
  }

  private static final class Visitor extends ClassCodeVisitorSupport {
    private static final ClassNode HERE = ClassHelper.make(StopRequests.class);
    private final SourceUnit source;

    Visitor(SourceUnit source) {
      this.source = source;
    }

    @Override
    protected SourceUnit getSourceUnit() {
      return source;
    }

    @Override
    public void visitClosureExpression(ClosureExpression closure) {
      closure.setCode(checked(closure.getCode()));
      super.visitClosureExpression(closure);
    }

    @Override
    public void visitForLoop(ForStatement loop) {
      check(loop);
      super.visitForLoop(loop);
    }

    @Override
    public void visitWhileLoop(WhileStatement loop) {
      check(loop);
      super.visitWhileLoop(loop);
    }

    @Override
    public void visitDoWhileLoop(DoWhileStatement loop) {
      check(loop);
      super.visitDoWhileLoop(loop);
    }

    private static void check(LoopingStatement loop) {
      loop.setLoopBlock(checked(loop.getLoopBlock()));
    }

    private static Statement checked(Statement body) {
      BlockStatement block = new BlockStatement();
      block.addStatement(
          new ExpressionStatement(
              new StaticMethodCallExpression(
                  HERE, "check", ArgumentListExpression.EMPTY_ARGUMENTS)));
      if (body instanceof BlockStatement inner) {
        block.getStatements().addAll(inner.getStatements());
        block.setVariableScope(inner.getVariableScope());
      } else {
        block.addStatement(body);
      }
      block.setSourcePosition(body);
      return block;
    }
  }
}
