package dev.dbops.cli.schema;

/** Numbers with their nouns, for the messages of a load. */
public final class Counts {
    private Counts() {}

    /** Such as "1 row", "2 rows". */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The text after another count, such as ", 1 notice, 2 warnings"; zero counts are left out. */
    static String ofNotices(int notices, int warnings) {
        return ifAny(notices, "notice") + ifAny(warnings, "warning");
    }

    private static String ifAny(int number, String noun) {
        return number == 0 ? "" : ", " + of(number, noun);
    }
}
