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
                .description("One command for the life of a PostgreSQL database on AWS.")
                .footer(
                        "Target database: --url, else NAME_CONNECTION_URL of -e NAME, CONNECTION_URL, DATABASE_URL,",
                        "the PG* variables, else the private local server. More: db-ops help COMMAND");
        options.describe(model);
        model.flag("-V --version", "Show the version.", value -> version = value);
        return spec;
    }

    boolean version() {
        return version;
    }
}
