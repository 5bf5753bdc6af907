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
 * The parts that the shell gets from the command that opens it.
 *
 * @param connector opens a connection to the target
 * @param mark the text in the prompt that marks a protected database, such as prod; empty for none
 * @param color whether to use colours
 * @param terminal the type of the terminal, from TERM
 * @param history the file for the history; empty for none
 * @param out standard output, a terminal
 * @param err standard error
 * @param screen the terminal's size
 * @param reporter shows a failure that does not end the shell
 * @param ending whether a signal has asked the process to end
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
