package robusta.figure;

/** Pieces of HTML that are XML too. */
public final class Html {
  private Html() {}

  /**
   * Text for an element's content or a quoted attribute. Characters that no HTML or XML document
   * may hold become U+FFFD.
   */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(allowed(c) ? c : 0xfffd);
              }
            });
    return out.toString();
  }

  /** XML 1.0's characters, without the controls that HTML forbids. */
  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c < 0x7f)
        || (c >= 0xa0 && c < 0xd800)
        || (c >= 0xe000 && c < 0xfffe)
        || c >= 0x10000;
  }
}
