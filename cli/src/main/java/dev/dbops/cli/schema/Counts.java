package dev.dbops.cli.schema;

/** Numbers of things in the words of a sentence: what a load says that it has done. */
public final class Counts {
    private Counts() {}

    /** Such as "1 row", "2 rows". */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** To be put behind another count: ", 1 notice, 2 warnings", without those that there are none of. */
    static String ofNotices(int notices, int warnings) {
        return ifAny(notices, "notice") + ifAny(warnings, "warning");
    }

    private static String ifAny(int number, String noun) {
        return number == 0 ? "" : ", " + of(number, noun);
    }
}
