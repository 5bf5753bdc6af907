package dev.dbops.cli.command;

import dev.dbops.ScriptPosition;
import dev.dbops.cli.output.TextStream;
import java.util.Locale;

/** Writes progress, notes and warnings to standard error; silent with --quiet. */
public final class Notes {
    private final TextStream err;
    private final boolean quiet;

    public Notes(TextStream err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    /** A line of progress, or a fact. */
    public void note(String text) {
        if (!quiet) {
            err.println(text);
        }
    }

    /** A fact that the user may not expect, with the prefix that marks it as one. */
    public void remark(String text) {
        note("note: " + text);
    }

    /** A message of the server while the statement at a place runs. */
    public void notice(ScriptPosition place, String severity, String text) {
        note("%s: %s: %s".formatted(place, severity.toLowerCase(Locale.ROOT), indented(text)));
    }

    /** Indents further lines, so that no line of a message looks like a message of db-ops. */
    private static String indented(String text) {
        return text.replace("\n", "\n  ");
    }

    /** A likely mistake that is not a failure. */
    public void warning(String text) {
        note("warning: " + indented(text));
    }

    /** A warning that explains the question or the refusal that follows; written even with --quiet. */
    public void reason(String text) {
        err.println("warning: " + indented(text));
    }

    /** A warning about a place in a file, written as compilers do: {@code file:line:column: warning: text}. */
    public void warning(ScriptPosition place, String text) {
        note(place + ": warning: " + indented(text));
    }
}
