package robusta.dsl;

import java.util.concurrent.TimeUnit;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
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
import robusta.run.CancelledException;

/**
 * Lets a request to stop end a script's own loops: every turn of a loop and every call of a closure
 * or a method looks at it. (Interrupting the thread instead would close files under the core's
 * hands.)
 */
public final class StopRequests {
  private static final long SLICE_MILLIS = 50;

  private StopRequests() {}

  /** Compiled into scripts: returns normally while nobody asked this thread's script to stop. */
  public static void check() {
    Turn turn = Turn.current();
    if (turn != null) {
      turn.cancellation().check();
    }
  }

  /**
   * Compiled into scripts in place of Groovy's own {@code sleep}, which sleeps on when it is
   * interrupted. (Not called so: Groovy gives every class a {@code sleep} that takes a long.)
   */
  public static void rest(Number milliseconds) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds.longValue());
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      check();
      pause(Math.min(SLICE_MILLIS, left / 1_000_000 + 1));
    }
  }

  /** Sleeps; an interrupt is somebody's request to stop. */
  static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      // The exception carries the request on; a flag would close files that are saved meanwhile.
      throw new CancelledException();
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
    private static final MethodNode CHECK = HERE.getDeclaredMethod("check", Parameter.EMPTY_ARRAY);

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
    public void visitMethod(MethodNode method) {
      if (method.getCode() != null && !method.isSynthetic()) {
        method.setCode(checked(method.getCode()));
      }
      super.visitMethod(method);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
      if (call.isImplicitThis()
          && "sleep".equals(call.getMethodAsString())
          && call.getArguments() instanceof TupleExpression arguments
          && arguments.getExpressions().size() == 1) {
        call.setMethod(new ConstantExpression("rest"));
        call.setObjectExpression(new ClassExpression(HERE));
        call.setImplicitThis(false);
      }
      super.visitMethodCallExpression(call);
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
      block.addStatement(new ExpressionStatement(checking()));
      if (body instanceof BlockStatement inner) {
        block.getStatements().addAll(inner.getStatements());
        block.setVariableScope(inner.getVariableScope());
      } else {
        block.addStatement(body);
      }
      block.setSourcePosition(body);
      return block;
    }

    /** A call as Java makes it: Groovy would look the method up in every loop of every cell. */
    private static MethodCallExpression checking() {
      MethodCallExpression call =
          new MethodCallExpression(
              new ClassExpression(HERE), CHECK.getName(), ArgumentListExpression.EMPTY_ARGUMENTS);
      call.setImplicitThis(false);
      call.setMethodTarget(CHECK);
      return call;
    }
  }
}
