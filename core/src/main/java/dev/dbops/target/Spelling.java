package dev.dbops.target;

import java.util.List;
import java.util.Locale;

/** Finds the name that a misspelt one was probably meant to be. */
public final class Spelling {
    private Spelling() {}

    /** The nearest of the names; empty when none is near enough to be worth a suggestion. */
    public static String nearest(String name, List<String> names) {
        var wanted = plain(name);
        var nearest = "";
        // a third of the letters may differ: enough for slips and turned letters, too few for another word
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

    /** Spellings differ in case, "_" and "-" first of all: sslMode, ssl_mode. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** How many letters must be put in, taken out or replaced to turn one word into the other (Levenshtein). */
    private static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
