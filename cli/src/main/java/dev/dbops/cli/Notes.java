package dev.dbops.cli;

import dev.dbops.ScriptPosition;
import dev.dbops.cli.output.TextStream;

/** Says on standard error what a person may want to know while a command runs; silent with --quiet. */
public final class Notes {
    private final TextStream err;
    private final boolean quiet;

    Notes(TextStream err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    /** A line of progress, or a fact. */
    public void note(String text) {
        if (!quiet) {
            err.println(text);
        }
    }

    /** Something that is probably not what the user wants, but is no failure; shown with --quiet too. */
    public void warning(String text) {
        err.println("warning: " + text);
    }

    /** A warning about a place in a file, written as compilers do: {@code file:line:column: warning: text}. */
    public void warning(ScriptPosition place, String text) {
        err.println(place + ": warning: " + text);
    }
}
