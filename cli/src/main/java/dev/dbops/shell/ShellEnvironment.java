package dev.dbops.shell;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.table.Screen;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the shell gets from the command that opens it.
 *
 * @param connector opens a connection to the target
 * @param mark what the prompt is to remind of, such as prod; empty for nothing
 * @param color whether the terminal shows colours and is to
 * @param terminal the terminal's kind, as TERM has it
 * @param history the file in which what was typed is kept; empty for nowhere
 * @param out standard output, a terminal
 * @param err standard error
 * @param screen the terminal's size
 * @param reporter shows a failure after which the shell goes on
 * @param ending whether the process has been told to end
 */
public record ShellEnvironment(
        Supplier<Database> connector,
        String mark,
        boolean color,
        String terminal,
        Optional<Path> history,
        PrintStream out,
        PrintStream err,
        Screen screen,
        Consumer<OpsException> reporter,
        BooleanSupplier ending) {}
