package dev.dbops.cli.completion;

import dev.dbops.BackgroundTask;
import dev.dbops.FileFailure;
import dev.dbops.OpsException;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.TableName;
import dev.dbops.postgres.Tables;
import dev.dbops.text.VisibleText;
import dev.dbops.tunnel.Via;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The names in a database, for the completion of a command line. The Tab key must not block or show errors: after two
 * seconds, or a failure, there are no names.
 */
final class DatabaseNames {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Context context;
    private final Function<String[], CommandLine> commandLines;

    /**
     * @param commandLines makes the command line for some arguments; parsing it sets the target of the context
     */
    DatabaseNames(Context context, Function<String[], CommandLine> commandLines) {
        this.context = context;
        this.commandLines = commandLines;
    }

    /**
     * The tables of the database that the words on standard input select. There is one word per line. Names that SQL
     * requires to be quoted are left out, because a shell would need further quotes.
     */
    List<String> tables() {
        parse(words());
        // in the background, because a name server or a host that does not answer has no time limit of its own
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

    /** Parses an unfinished command line: missing and invalid arguments are ignored. */
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
            // the arguments before the error are set
        }
    }

    /**
     * Starts no server, connects to no server that a file names, and sends no request to AWS: the user has not run a
     * command yet.
     */
    private List<String> search() {
        var names = new ArrayList<String>();
        if (context.targets().wouldStartLocalServer()) {
            return names;
        }
        var target = context.targets().target();
        if (target.origin().isFile()
                || target.credentials().isPresent()
                || target.via().isPresent() && target.via().get() instanceof Via.Ssm) {
            return names;
        }
        try (var database = context.connect(target)) {
            for (var table : new Tables(database).list()) {
                var name = new TableName(table.isOnSearchPath() ? "" : table.schema(), table.name()).toString();
                // the shell writes them to its terminal unchanged
                if (name.indexOf('"') < 0 && VisibleText.line(name).equals(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
