package robusta.kernel.notebook;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import robusta.figure.Html;

/** Colours for Groovy: comments, texts, numbers, keywords, annotations and magics. */
final class Highlighter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment>//[^\n]*+|/\\*[\\s\\S]*?(?:\\*/|\\z))"
              + "|(?<string>\"\"\"[\\s\\S]*?(?:\"\"\"|\\z)|'''[\\s\\S]*?(?:'''|\\z)"
              + "|\"(?:[^\"\\\\\n]++|\\\\.)*+\"?|'(?:[^'\\\\\n]++|\\\\.)*+'?)"
              + "|(?<magic>(?m:^%%?\\w++))"
              + "|(?<annotation>@\\w++)"
              + "|(?<literal>\\b\\d[\\w.]*+\\b)"
              + "|(?<keyword>\\b(?:abstract|as|assert|boolean|break|byte|case|catch|char|class"
              + "|continue|def|default|do|double|else|enum|extends|false|final|finally|float|for"
              + "|if|implements|import|in|instanceof|int|interface|long|new|null|package|private"
              + "|protected|public|record|return|short|static|super|switch|this|throw|throws"
              + "|trait|true|try|var|void|while)\\b)"
              + "|(?<word>\\w++)");

  private static final String[] COLOURED = {
    "comment", "string", "magic", "annotation", "literal", "keyword"
  };

  private Highlighter() {}

  /** The code as HTML, its tokens in spans with a class each. */
  static String html(String code) {
    StringBuilder html = new StringBuilder();
    Matcher token = TOKEN.matcher(code);
    int end = 0;
    while (token.find()) {
      html.append(Html.escape(code.substring(end, token.start())));
      String text = Html.escape(token.group());
      String kind = kind(token);
      html.append(kind == null ? text : "<span class=\"" + kind + "\">" + text + "</span>");
      end = token.end();
    }
    return html.append(Html.escape(code.substring(end))).toString();
  }

  private static String kind(Matcher token) {
    for (String kind : COLOURED) {
      if (token.group(kind) != null) {
        return kind;
      }
    }
    return null;
  }
}
