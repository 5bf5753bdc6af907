package dev.dbops.cli.command;

import dev.dbops.OpsException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Shows something again and again until Ctrl-C: in its place on a screen, one after the other elsewhere.
 */
public final class Watch {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

    /** To the second; the time zone is that of this machine. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Context context;
    private final Duration pause;

    public Watch(Context context, Duration pause) {
        this.context = context;
        this.pause = pause;
    }

    private void sayTime() {
        if (context.output().isForPeople()) {
            context.output().write(LocalDateTime.now().format(TIME) + "\n");
        }
    }

    /**
     * Ends at Ctrl-C, which is how watching is meant to end, or when nobody reads any more.
     *
     * @param show prints it once
     * @return the exit code
     * @throws OpsException when it cannot be shown any more
     */
    public int show(Runnable show) {
        context.watching();
        try {
            while (!Thread.interrupted()) {
                if (context.terminal().isScreen()) {
                    context.output().style(HOME_AND_CLEAR);
                }
                sayTime();
                show.run();
                context.output().write(context.output().isForPeople() ? "\n" : "");
                Thread.sleep(pause);
            }
            return ExitCode.INTERRUPTED;
        } catch (InterruptedException _) {
            return ExitCode.INTERRUPTED;
        } catch (OpsException e) {
            if (context.terminal().isAbandoned()) {
                return ExitCode.ABANDONED;
            }
            if (Thread.interrupted()) {
                return ExitCode.INTERRUPTED;
            }
            throw e;
        }
    }
}
