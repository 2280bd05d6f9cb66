package robusta.dsl;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.EmptyExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.tools.GeneralUtils;

/**
 * Lets a variable that a cell or a line of the shell declares at its top level ({@code def x = 1})
 * live on for the next one, as one that is only assigned ({@code x = 1}) does. A declared type
 * ({@code int x = 1}, {@code float[] x = [1, 2]}) decides what the value becomes, once.
 */
final class CellVariables {
  private CellVariables() {}

  /** Rewrites the declarations of a cell that was parsed. */
  static void rewrite(ModuleNode module) {
    List<Statement> statements = module.getStatementBlock().getStatements();
    List<Statement> rewritten = new ArrayList<>(statements.size());
    for (Statement statement : statements) {
      rewritten.add(statement);
      if (statement instanceof ExpressionStatement expression
          && expression.getExpression() instanceof DeclarationExpression declaration) {
        expression.setExpression(assignment(declaration));
        if (declaration.isMultipleAssignmentDeclaration()) {
          rewritten.addAll(conversions(declaration.getTupleExpression()));
        }
      }
    }
    statements.clear();
    statements.addAll(rewritten);
  }

  private static Expression assignment(DeclarationExpression declaration) {
    Expression target;
    Expression value = declaration.getRightExpression();
    if (declaration.isMultipleAssignmentDeclaration()) {
      TupleExpression names = new TupleExpression();
      declaration
          .getTupleExpression()
          .forEach(name -> names.addExpression(untyped((VariableExpression) name)));
      target = names;
    } else {
      VariableExpression name = declaration.getVariableExpression();
      value = converted(name, value instanceof EmptyExpression ? nothing(name) : value);
      target = untyped(name);
    }
    BinaryExpression assignment = new BinaryExpression(target, declaration.getOperation(), value);
    assignment.setSourcePosition(declaration);
    return assignment;
  }

  /** {@code (a, b) = pair} is followed by {@code a = (int) a} where a type was declared. */
  private static List<Statement> conversions(TupleExpression names) {
    List<Statement> conversions = new ArrayList<>();
    for (Expression each : names) {
      VariableExpression name = (VariableExpression) each;
      if (!name.isDynamicTyped()) {
        Statement conversion = GeneralUtils.assignS(untyped(name), converted(name, untyped(name)));
        conversion.setSourcePosition(name);
        conversions.add(conversion);
      }
    }
    return conversions;
  }

  private static Expression converted(VariableExpression name, Expression value) {
    if (name.isDynamicTyped()) {
      return value;
    }
    CastExpression cast = new CastExpression(name.getOriginType(), value);
    cast.setSourcePosition(value);
    return cast;
  }

  /** What a variable without a value holds. */
  private static Expression nothing(VariableExpression name) {
    ClassNode type = name.getOriginType();
    if (!ClassHelper.isPrimitiveType(type)) {
      return GeneralUtils.nullX();
    }
    return new ConstantExpression(ClassHelper.isPrimitiveBoolean(type) ? (Object) false : 0, true);
  }

  private static VariableExpression untyped(VariableExpression declared) {
    VariableExpression name = new VariableExpression(declared.getName());
    name.setSourcePosition(declared);
    return name;
  }
}
