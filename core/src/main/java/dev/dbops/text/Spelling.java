package dev.dbops.text;

import java.util.List;
import java.util.Locale;

/** Finds the name that a misspelt one was probably meant to be. */
public final class Spelling {
    private Spelling() {}

    /** The nearest of the names; empty when none is near enough to suggest. */
    public static String nearest(String name, List<String> names) {
        var wanted = plain(name);
        var nearest = "";
        // a third of the letters may differ: enough for typos and swapped letters, too few for another word
        int best = Math.max(1, wanted.length() / 3) + 1;
        for (var candidate : names) {
            int distance = distance(wanted, plain(candidate));
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Removes the most frequent differences, case, "_" and "-": sslMode, ssl_mode. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** The number of letters to insert, delete, replace or swap with the next to turn one word into the other. */
    private static int distance(String from, String to) {
        var distance = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            distance[i][0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            distance[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                int least = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
                least = Math.min(least, distance[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && isTurned(from, i, to, j)) {
                    least = Math.min(least, distance[i - 2][j - 2] + 1);
                }
                distance[i][j] = least;
            }
        }
        return distance[from.length()][to.length()];
    }

    private static boolean isTurned(String from, int i, String to, int j) {
        return from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
