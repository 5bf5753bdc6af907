package dev.dbops.cli.connect;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.RunsProgram;
import dev.dbops.cli.process.ForegroundProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Opens psql on the target database, or db-ops' own shell if psql is not installed. */
public final class Connect implements Command, RunsProgram, Callable<Integer> {
    private List<String> words = List.of();
    private boolean builtIn;

    private final Context context;

    public Connect(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Open psql on the database, or db-ops' own shell if psql is not installed.")
                .flag("--built-in", "Use db-ops' own shell, even if psql is installed.", value -> builtIn = value)
                .takesEnvironment()
                .programArguments(
                        "PSQL-ARGUMENT",
                        "Arguments for psql, after \"--\".",
                        word -> new OpsException(
                                Kind.USAGE,
                                "db-ops connect does not take \"%s\"".formatted(word),
                                "arguments for psql follow --: db-ops connect prod -- -c 'SELECT 1'"))
                .footer(
                        "db-ops passes address, role and password to psql as environment variables.",
                        "The exit code is that of psql.",
                        "",
                        "Example: db-ops connect prod -- -c 'SELECT now()'");
    }

    @Override
    public void programArguments(List<String> arguments) {
        words = arguments;
    }

    @Override
    public Integer call() {
        if (builtIn && !words.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--built-in takes no psql arguments",
                    "leave out --built-in, or the arguments after --");
        }
        var program = program();
        if (builtIn || program.isEmpty() && words.isEmpty()) {
            return new BuiltInShell(context).run();
        }
        if (program.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "psql is not on the PATH, and the arguments after -- need it",
                    "install it (Debian: postgresql-client; macOS: libpq), or leave them out to use the built-in"
                            + " shell");
        }
        return new Psql(context, program.get()).run(words);
    }

    /** The installed psql; for words that only psql understands also the included one. */
    private Optional<Path> program() {
        var here = context.file(Path.of(""));
        var installed = ForegroundProgram.find("psql", context.variable("PATH"), here);
        return installed.isPresent() || words.isEmpty()
                ? installed
                : ForegroundProgram.find(
                        "psql", context.distributed("postgresql/client/bin").toString(), here);
    }
}
