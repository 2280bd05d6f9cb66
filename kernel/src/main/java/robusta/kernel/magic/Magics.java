package robusta.kernel.magic;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import robusta.display.Rendering;
import robusta.dsl.Completion;
import robusta.dsl.Nearest;
import robusta.run.RobustaException;

/** The magics that a session knows. */
public final class Magics {
  private static final Pattern BEGUN = Pattern.compile("\\s*(?<sign>%%?)(?<word>\\w*)");

  private final Map<String, Magic> known = Collections.synchronizedMap(new TreeMap<>());

  /** The magics that every session knows. */
  public Magics() {
    add(new ClassPathMagic());
    add(new ImportMagic());
    add(new TimeMagic());
    add(new TimeitMagic());
    add(new ShellMagic("bash"));
    add(new ShellMagic("sh"));
    add(new ShowMagic("html", Rendering.HTML, "HTML"));
    add(new ShowMagic("svg", Rendering.SVG, "an SVG picture"));
    add(new ShowMagic("markdown", Rendering.MARKDOWN, "Markdown"));
    add(new ShowMagic("latex", Rendering.LATEX, "LaTeX, its formulas between dollars"));
    add(new ShowMagic("javascript", Rendering.JAVASCRIPT, "JavaScript, by running it"));
    add(new ShowMagic("js", Rendering.JAVASCRIPT, "JavaScript, by running it"));
    add(new ListMagic(this));
    add(new LoadMagic(this));
  }

  /** Makes a magic known; one of the same name is replaced. */
  public void add(Magic magic) {
    known.put(magic.name(), magic);
  }

  /** The magics, by name. */
  public Collection<Magic> all() {
    synchronized (known) {
      return List.copyOf(known.values());
    }
  }

  /**
   * The magics whose name may be written at the cursor; none where that is no magic.
   *
   * @param cell the text of the cell
   * @param cursor the position in it, from 0 to its length
   */
  public List<Completion> complete(String cell, int cursor) {
    int start = cell.lastIndexOf('\n', cursor - 1) + 1;
    Matcher begun = BEGUN.matcher(cell.substring(start, cursor));
    if (!begun.matches()) {
      return List.of();
    }
    String sign = begun.group("sign");
    Magic.Form form = sign.length() == 2 ? Magic.Form.CELL : Magic.Form.LINE;
    return all().stream()
        .filter(magic -> magic.forms().contains(form))
        .filter(magic -> magic.name().startsWith(begun.group("word")))
        .map(
            magic ->
                new Completion(
                    sign + magic.name(),
                    start + begun.start("sign"),
                    cursor,
                    Completion.Kind.NAME,
                    magic.meaning()))
        .toList();
  }

  /**
   * Runs the magics of a cell, not the code below them.
   *
   * @return what the last one gives to show; null for nothing
   * @throws RobustaException if there is no such magic, with the nearest one, or it fails
   */
  public Object run(MagicCell cell, MagicContext context) {
    Object value = null;
    for (MagicCall call : cell.calls()) {
      context.checkStopped();
      value = named(call).run(call, context);
    }
    return value;
  }

  private Magic named(MagicCall call) {
    String sign = call.form() == Magic.Form.CELL ? "%%" : "%";
    Magic magic = known.get(call.name());
    if (magic == null) {
      throw new RobustaException(
          "there is no magic %s%s%s"
              .formatted(
                  sign,
                  call.name(),
                  Nearest.to(call.name(), all().stream().map(Magic::name).toList())
                      .map(near -> "; did you mean " + sign + near + "?")
                      .orElse("; %lsmagic lists those there are")));
    }
    if (!magic.forms().contains(call.form())) {
      throw new RobustaException(
          "%s%s is written %s".formatted(sign, magic.name(), String.join(" or ", magic.usage())));
    }
    return magic;
  }
}
