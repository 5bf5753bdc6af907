package dev.dbops.cli.command;

import dev.dbops.ScriptPosition;
import dev.dbops.cli.output.TextStream;
import java.util.Locale;

/** Says on standard error what a person may want to know while a command runs; silent with --quiet. */
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

    /** What the server says while the statement at a place runs. */
    public void notice(ScriptPosition place, String severity, String text) {
        note("%s: %s: %s".formatted(place, severity.toLowerCase(Locale.ROOT), indented(text)));
    }

    /** A line of a message cannot pass for one of ours. */
    private static String indented(String text) {
        return text.replace("\n", "\n  ");
    }

    /** Something that is probably not what the user wants, but not a failure. */
    public void warning(String text) {
        note("warning: " + indented(text));
    }

    /** What a person must know to answer the question, or to understand the refusal, that follows; never silent. */
    public void reason(String text) {
        err.println("warning: " + indented(text));
    }

    /** A warning about a place in a file, written as compilers do: {@code file:line:column: warning: text}. */
    public void warning(ScriptPosition place, String text) {
        note(place + ": warning: " + indented(text));
    }
}
