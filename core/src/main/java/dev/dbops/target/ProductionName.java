package dev.dbops.target;

import java.util.Locale;
import java.util.Set;

/**
 * Recognizes a production environment by its name.
 *
 * <p>It is production when one of the words of its name says so, such as {@code eu_prod}, {@code production-eu} or
 * {@code prod2}. Words end at "-" and "_", and digits at the end of a word do not count. "product" and "reproduction"
 * are other words.
 */
final class ProductionName {
    private static final Set<String> WORDS = Set.of("prod", "production", "prd", "live");

    private ProductionName() {}

    static boolean matches(String environment) {
        for (var word : environment.toLowerCase(Locale.ROOT).split("[-_]")) {
            if (WORDS.contains(withoutNumber(word))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutNumber(String word) {
        var end = word.length();
        while (end > 0 && word.charAt(end - 1) >= '0' && word.charAt(end - 1) <= '9') {
            end--;
        }
        return word.substring(0, end);
    }
}
