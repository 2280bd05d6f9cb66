package jupyter;

import java.util.Map;

/** A stand-in for jvm-repr's class of this name. */
public abstract class Displayer<T> {

  /** The value's formats as texts, by MIME type. */
  public abstract Map<String, String> display(T value);

  /** What the front end can show; a hint. */
  public void setMimeTypes(String... types) {}
}
