package robusta.dsl;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt word was meant to be. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate with the fewest edits (insertions, deletions, replacements, swaps of neighbours)
   * from the word, if those are few enough for it to be meant: at most a third of its length, and
   * one of them in any case. A candidate that begins with the word is near too.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    String lower = word.toLowerCase(Locale.ROOT);
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      String other = candidate.toLowerCase(Locale.ROOT);
      int edits = lower.length() >= 3 && other.startsWith(lower) ? 1 : distance(lower, other);
      if (edits < least) {
        least = edits;
        best = candidate;
      }
    }
    return least <= Math.max(1, lower.length() / 3) ? Optional.ofNullable(best) : Optional.empty();
  }

  /** {@code "; did you mean 'steps'?"}, or the other ending where nothing is near. */
  public static String hint(String word, Collection<String> candidates, String otherwise) {
    return to(word, candidates).map(near -> "; did you mean '" + near + "'?").orElse(otherwise);
  }

  /** The optimal string alignment distance. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
