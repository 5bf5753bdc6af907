package dev.dbops.cli.database;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.Context;
import dev.dbops.cli.EnvironmentArgument;
import dev.dbops.postgres.DatabaseDefinition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates the target database. */
@Command(
        name = "create",
        description = "Create the database.",
        footer = {"", "Example: db-ops create --owner app"})
public final class Create implements Runnable {
    @Option(names = "--owner", paramLabel = "ROLE", description = "Role that owns the database.")
    private String owner = "";

    @Option(names = "--encoding", paramLabel = "NAME", description = "Encoding, such as UTF8.")
    private String encoding = "";

    @Option(names = "--template", paramLabel = "DATABASE", description = "Database to copy, such as template0.")
    private String template = "";

    @Option(names = "--fail-if-exists", description = "Fail when the database exists already.")
    private boolean failIfExists;

    @Mixin
    private final EnvironmentArgument environment;

    private final Context context;

    public Create(Context context) {
        this.context = context;
        this.environment = new EnvironmentArgument(context);
    }

    /**
     * What happened.
     *
     * @param database the database's name
     * @param created false when it was there already
     */
    private record Result(String database, boolean created) {}

    @Override
    public void run() {
        if (context.dryRun() && context.wouldStartLocalServer()) {
            print("", true, "would start the local server and create a database");
            return;
        }
        var target = context.startedTarget();
        context.announce(target);
        var name = target.database();
        try (var maintenance = context.maintain(target)) {
            if (context.dryRun()) {
                print(name, !maintenance.exists(name), "would create database \"%s\"");
            } else {
                var definition = new DatabaseDefinition(name, owner, encoding, template);
                print(name, maintenance.create(definition), "created database \"%s\"");
            }
        }
    }

    private void print(String name, boolean created, String sentence) {
        if (!created && failIfExists) {
            throw new OpsException(
                    Kind.FAILED, "the database \"%s\" exists already".formatted(name), "drop it first: db-ops drop");
        }
        context.output()
                .print(
                        new Result(name, created),
                        created ? sentence.formatted(name) : "database \"%s\" exists already".formatted(name));
    }
}
