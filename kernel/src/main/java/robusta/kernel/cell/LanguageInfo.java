package robusta.kernel.cell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.groovy.util.ReleaseInfo;

/** What Jupyter and its notebooks are told of the language of cells: {@code language_info}. */
public final class LanguageInfo {
  private LanguageInfo() {}

  /** The version of Groovy. */
  public static String version() {
    return ReleaseInfo.getVersion(); // GroovySystem would load half of Groovy first.
  }

  /** Its fields. */
  public static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "groovy");
    fields.put("version", version());
    fields.put("mimetype", "text/x-groovy");
    fields.put("file_extension", ".groovy");
    fields.put("pygments_lexer", "groovy");
    fields.put("codemirror_mode", "groovy");
    fields.put("nbconvert_exporter", "script");
    return fields;
  }
}
