package dev.dbops.cli.doctor.html;

import java.util.Locale;

/** Numbers as a person reads them, as far as findings have none of their kind. */
final class Units {
    private Units() {}

    /** A number with its thousands apart. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A count, and the word for what is counted. */
    static String count(long number, String one, String several) {
        return count(number) + " " + (number == 1 ? one : several);
    }

    /** A large number in its millions or thousand millions. */
    static String rounded(long number) {
        if (number >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.2f billion", number / 1e9);
        }
        return number >= 1_000_000 ? String.format(Locale.ROOT, "%.1f million", number / 1e6) : count(number);
    }

    /** A share of one, in per cent, such that 100 % is all. */
    static String percent(double share) {
        var percent = share * 100;
        var text = String.format(Locale.ROOT, percent < 10 || percent > 99 ? "%.2f" : "%.1f", percent);
        return (text.startsWith("100") && share < 1 ? "99.99" : text) + " %";
    }
}
