package dev.dbops.cli.database;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.maintenance.DatabaseDefinition;
import dev.dbops.postgres.maintenance.NewName;

/** Creates the target database. */
public final class Create implements Command, Runnable {
    private String owner = "";

    private String encoding = "";

    private String template = "";

    private boolean failIfExists;

    private final Context context;

    public Create(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Create the database.")
                .option(
                        "--owner",
                        "ROLE",
                        "Role that owns the database. Default: the role that creates it.",
                        value -> owner = value)
                .option(
                        "--encoding",
                        "NAME",
                        "Encoding, such as UTF8. Default: the template's.",
                        value -> encoding = value)
                .option(
                        "--template",
                        "DATABASE",
                        "Database to copy, such as template0. Default: template1.",
                        value -> template = value)
                .flag("--fail-if-exists", "Fail if the database already exists.", value -> failIfExists = value)
                .takesEnvironment()
                .footer("Example: db-ops create --owner app");
    }

    /**
     * The result.
     *
     * @param database the database's name
     * @param created false if it already existed
     */
    private record Result(String database, boolean created) {}

    @Override
    public void run() {
        if (context.dryRun() && context.targets().wouldStartLocalServer()) {
            print("", true, "would start the local server and create a database");
            return;
        }
        var target = context.targets().startedTarget();
        context.announce(target);
        var name = target.database();
        NewName.requireLength(name);
        try (var maintenance = context.dryRun() ? context.maintain(target) : context.reserve(target)) {
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
                    Kind.FAILED,
                    "the database \"%s\" already exists".formatted(name),
                    "to replace it, first delete it with all its rows: db-ops drop");
        }
        context.output()
                .print(
                        new Result(name, created),
                        created ? sentence.formatted(name) : "database \"%s\" already exists".formatted(name));
    }
}
