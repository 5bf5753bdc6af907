package dev.dbops.cli.command;

/**
 * One command of db-ops: it describes itself, and it runs.
 *
 * <p>A command is a {@link Runnable}, or a {@code Callable<Integer>} where the exit code is the answer.
 */
public interface Command {
    /** Describes the arguments and options of the command. */
    void describe(CommandSpecBuilder model);
}
