package robusta.dsl;

import groovy.lang.Binding;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.metaclass.MethodSelectionException;

/**
 * What every script of the language is: its own methods and variables come first, then the verbs of
 * the {@link Session}, then the language's constants.
 */
public abstract class RobustaScript extends Script {
  private Session session;

  protected RobustaScript() {}

  protected RobustaScript(Binding binding) {
    super(binding);
  }

  final void speaks(Session language) {
    session = language;
  }

  @Override
  public Object invokeMethod(String name, Object arguments) {
    try {
      return super.invokeMethod(name, arguments);
    } catch (MissingMethodException e) {
      if (!e.getMethod().equals(name) || e.getType() != getClass() || !Vocabulary.stands(name)) {
        throw e;
      }
      return say(name, arguments);
    }
  }

  private Object say(String verb, Object arguments) {
    try {
      return InvokerHelper.invokeMethod(session, verb, arguments);
    } catch (MethodSelectionException e) {
      // Without arguments several forms of a verb fit, and none is meant.
      throw new MissingMethodException(verb, Session.class, (Object[]) arguments);
    }
  }

  @Override
  public Object getProperty(String name) {
    try {
      return super.getProperty(name);
    } catch (MissingPropertyException e) {
      Object constant = session == null ? null : session.constant(name);
      if (constant == null) {
        throw e;
      }
      return constant;
    }
  }
}
