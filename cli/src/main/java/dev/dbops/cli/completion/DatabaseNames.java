package dev.dbops.cli.completion;

import dev.dbops.BackgroundTask;
import dev.dbops.FileFailure;
import dev.dbops.OpsException;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.TableName;
import dev.dbops.postgres.Tables;
import dev.dbops.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The names in a database, for a shell in which somebody writes a command line. Who presses the Tab key wants neither to
 * wait nor to read of failures: there are no names then.
 */
final class DatabaseNames {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Context context;
    private final Function<String[], CommandLine> commandLines;

    /**
     * @param commandLines the command line for some arguments; what it parses says which database the context means
     */
    DatabaseNames(Context context, Function<String[], CommandLine> commandLines) {
        this.context = context;
        this.commandLines = commandLines;
    }

    /**
     * The tables of the database that the words on standard input lead to, one word a line, as SQL reads them without
     * quotes; a name that needs quotes would need more of them in a shell.
     */
    List<String> tables() {
        parse(words());
        // in the background, because neither a name server nor a silent host has a limit of its own
        var search = BackgroundTask.start("table names", this::search);
        try {
            return search.get(PATIENCE).orElse(List.of());
        } catch (OpsException _) {
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private String[] words() {
        try {
            return new String(context.terminal().in().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw FileFailure.reading("stdin", e);
        }
    }

    /** Only half of the line is written: what is missing yet, or wrong, is no matter. */
    private void parse(String... words) {
        var commandLine = commandLines.apply(words);
        commandLine.setExpandAtFiles(false);
        commandLine.getCommandSpec().parser().collectErrors(true);
        for (var command : commandLine.getSubcommands().values()) {
            command.getCommandSpec().parser().collectErrors(true);
        }
        try {
            commandLine.parseArgs(words);
        } catch (ParameterException _) {
            // what stands before it counts
        }
    }

    /** No server that a file names is connected to, and AWS is not asked: nobody has run a command yet. */
    private List<String> search() {
        var names = new ArrayList<String>();
        var target = context.targets().target();
        if (target.origin().isFile() || target.credentials().isPresent()) {
            return names;
        }
        try (var database = context.connect(target)) {
            for (var table : new Tables(database).list()) {
                var name = new TableName(table.isOnSearchPath() ? "" : table.schema(), table.name()).toString();
                // the shell writes them to its terminal as they are
                if (name.indexOf('"') < 0 && VisibleText.line(name).equals(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
