package dev.dbops.cli;

import dev.dbops.cli.command.RawArguments;
import java.util.Map;
import java.util.Optional;

/** Words that users of other tools type: names for a command, or a hint to the commands that do it. */
final class CommandAliases {
    private static final Map<String, String> NAMES = Map.of("psql", "connect", "version", "--version");

    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("reset", "db-ops drop, then db-ops setup; both ask before rows are lost"),
            Map.entry("console", "db-ops connect opens psql"),
            Map.entry("shell", "db-ops connect opens psql"),
            Map.entry("load", "db-ops schema-load runs a script, db-ops seed loads rows"),
            Map.entry("up", "db-ops migrate applies the pending migrations"),
            Map.entry("down", "db-ops migrate-rollback undoes the latest migration"),
            Map.entry("rollback", "db-ops migrate-rollback undoes the latest migration"),
            Map.entry("new", "db-ops migrate-new NAME creates a migration"),
            Map.entry("status", "db-ops migrate-status, db-ops local-status or db-ops rds-status"),
            Map.entry("start", "db-ops local-start or db-ops rds-start"),
            Map.entry("stop", "db-ops local-stop or db-ops rds-stop"),
            Map.entry("logs", "db-ops rds-logs, or db-ops lambda-logs for a function"),
            Map.entry("invoke", "db-ops lambda-invoke"),
            Map.entry("ps", "db-ops sessions lists who is connected"),
            Map.entry("kill", "db-ops sessions-kill ends sessions"),
            Map.entry("ping", "db-ops wait"),
            Map.entry("exec", "db-ops query \"SELECT 1\" runs SQL"));

    private CommandAliases() {}

    /** The arguments with the command's own name. */
    static RawArguments resolve(RawArguments arguments) {
        var command = arguments.command().orElse("");
        return NAMES.containsKey(command) ? arguments.withCommand(nameOf(command)) : arguments;
    }

    /** The own name of a command; a word that is not an alias stays as it is. */
    static String nameOf(String word) {
        return NAMES.getOrDefault(word, word);
    }

    /** The commands that do what the word means elsewhere. */
    static Optional<String> hint(String word) {
        return Optional.ofNullable(HINTS.get(word));
    }
}
