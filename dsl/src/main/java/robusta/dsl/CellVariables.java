package robusta.dsl;

import java.util.List;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.EmptyExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.tools.GeneralUtils;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Lets a variable that a cell or a line of the shell declares at its top level ({@code def x = 1})
 * live on for the next one, as one that is only assigned ({@code x = 1}) does.
 */
final class CellVariables extends CompilationCustomizer {

  CellVariables() {
    super(CompilePhase.CONVERSION);
  }

  @Override
  public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
    if (!type.isScript()) {
      return;
    }
    List<Statement> statements = source.getAST().getStatementBlock().getStatements();
    for (Statement statement : statements) {
      if (statement instanceof ExpressionStatement expression
          && expression.getExpression() instanceof DeclarationExpression declaration) {
        expression.setExpression(assignment(declaration));
      }
    }
  }

  private static Expression assignment(DeclarationExpression declaration) {
    Expression value =
        declaration.getRightExpression() instanceof EmptyExpression
            ? GeneralUtils.nullX()
            : declaration.getRightExpression();
    Expression target;
    if (declaration.isMultipleAssignmentDeclaration()) {
      TupleExpression names = new TupleExpression();
      declaration
          .getTupleExpression()
          .forEach(name -> names.addExpression(untyped((VariableExpression) name)));
      target = names;
    } else {
      target = untyped(declaration.getVariableExpression());
    }
    BinaryExpression assignment = new BinaryExpression(target, declaration.getOperation(), value);
    assignment.setSourcePosition(declaration);
    return assignment;
  }

  private static VariableExpression untyped(VariableExpression declared) {
    VariableExpression name = new VariableExpression(declared.getName());
    name.setSourcePosition(declared);
    return name;
  }
}
