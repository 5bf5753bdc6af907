package dev.dbops.testing;

/** A text as one word of a POSIX shell: the checkout may be in a directory whose name has spaces and quotes. */
public final class ShellWord {
    private ShellWord() {}

    /** Returns the word for the text of an object, such as a path. */
    public static String of(Object text) {
        return "'" + text.toString().replace("'", "'\\''") + "'";
    }
}
