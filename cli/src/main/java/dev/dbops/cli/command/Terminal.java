package dev.dbops.cli.command;

import dev.dbops.cli.output.Paging;
import dev.dbops.cli.output.TextStream;
import dev.dbops.cli.process.Invocation;
import dev.dbops.cli.process.Pager;
import dev.dbops.cli.process.StandardOutput;
import dev.dbops.table.Screen;
import java.io.InputStream;
import java.util.function.Consumer;

/** The streams of the process, which of them are a terminal, and what that terminal can show. */
public final class Terminal {
    private final Invocation invocation;
    private final GlobalOptions options;

    Terminal(Invocation invocation, GlobalOptions options) {
        this.invocation = invocation;
        this.options = options;
    }

    public InputStream in() {
        return invocation.in();
    }

    /** Standard output, for results that are not records. */
    public TextStream out() {
        return invocation.out();
    }

    /** Standard error, for more than notes and errors. */
    public TextStream err() {
        return invocation.err();
    }

    /** The size of the terminal that shows the results. */
    public Screen screen() {
        return invocation.screen();
    }

    /**
     * The pager for results that are longer than the screen.
     *
     * @param notes is called when the pager cannot be started
     */
    Paging paging(Consumer<String> notes) {
        return isScreen() && !options.noPager() && invocation.out().target() instanceof StandardOutput out
                ? new Pager(out, invocation, notes)
                : Paging.NONE;
    }

    /** Returns whether results go to a terminal on which they can be overwritten in place. */
    public boolean isScreen() {
        return invocation.terminal().out() && !isDumb();
    }

    /** Returns whether progress can be shown on standard error by overwriting a line in place. */
    public boolean canShowProgress() {
        return invocation.terminal().err() && !isDumb();
    }

    private boolean isDumb() {
        return "dumb".equals(invocation.variables().get("TERM"));
    }

    /** Returns whether standard input is a terminal, so that the user would have to type the input. */
    public boolean isTyped() {
        return invocation.terminal().in();
    }

    /** Returns whether a user both reads standard output and types standard input. */
    public boolean isInteractive() {
        return invocation.terminal().in() && invocation.terminal().out();
    }

    /** Returns whether another program may ask the user at the terminal. */
    boolean mayAsk() {
        return (invocation.terminal().in() || invocation.terminal().err()) && !options.noInput();
    }

    /** Returns whether --quiet is given. */
    public boolean isQuiet() {
        return options.quiet();
    }

    /** Returns whether messages are shown in color. */
    public boolean isColored() {
        return OutputPreferences.color(invocation, options);
    }

    /** Returns whether the reader of standard output has closed it, as {@code | head} does. */
    public boolean isAbandoned() {
        return invocation.out().target() instanceof StandardOutput out && out.isAbandoned();
    }
}
