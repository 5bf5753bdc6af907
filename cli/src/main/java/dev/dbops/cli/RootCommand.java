package dev.dbops.cli;

import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.GlobalOptions;
import picocli.CommandLine.Model.CommandSpec;

/** {@code db-ops} itself: the options that every command takes, and the version. */
final class RootCommand {
    private boolean version;

    /** The model that the commands are added to. */
    CommandSpec describe(GlobalOptions options) {
        var spec = CommandSpec.wrapWithoutInspection(this).name("db-ops");
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        var model = new CommandSpecBuilder(spec)
                .description("Create, load, inspect and replicate PostgreSQL databases, locally and on AWS.")
                .footer(
                        "The target database is the first of: --url, NAME_CONNECTION_URL (-e NAME),",
                        "CONNECTION_URL, DATABASE_URL, the PG* variables, the private local server.",
                        "Help for a command: db-ops help COMMAND");
        options.describe(model);
        model.flag("-V --version", "Show the version.", value -> version = value);
        return spec;
    }

    boolean version() {
        return version;
    }
}
