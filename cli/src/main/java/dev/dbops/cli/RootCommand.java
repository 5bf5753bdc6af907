package dev.dbops.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code db-ops} itself: the options that every command takes. */
@Command(
        name = "db-ops",
        description = "One command for the life of a PostgreSQL database on AWS.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Which database: --url, else NAME_CONNECTION_URL of -e NAME, CONNECTION_URL, DATABASE_URL,",
            "the PG* variables, else the private local server. More: db-ops help COMMAND"
        })
final class RootCommand {
    @Mixin
    private final GlobalOptions options;

    @Option(
            names = {"-V", "--version"},
            description = "Show the version.")
    private boolean version;

    RootCommand(GlobalOptions options) {
        this.options = options;
    }

    boolean version() {
        return version;
    }
}
