package dev.dbops.cli.command;

import dev.dbops.OpsException;

/** The exit codes of db-ops. */
public final class ExitCode {
    /** Done; or the answer is yes. */
    public static final int OK = 0;

    /** Failed; or the answer is no. */
    public static final int FAILED = 1;

    /** Ended by Ctrl-C, which for what follows or watches is how it is meant to end. */
    public static final int INTERRUPTED = 130;

    /** Whoever read standard output has ended: as of a program that SIGPIPE ended. */
    public static final int ABANDONED = 141;

    private ExitCode() {}

    public static int of(OpsException.Kind kind) {
        return switch (kind) {
            case FAILED -> FAILED;
            case USAGE -> 2;
            case SQL -> 3;
            case UNREACHABLE -> 4;
            case REFUSED -> 5;
            case TIMEOUT -> 6;
            case INTERRUPTED -> INTERRUPTED;
        };
    }
}
