package dev.dbops.cli;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is suggested for a word that is misspelt: never what drops, deletes, overwrites, ends or interrupts something,
 * because a suggestion is typed faster than it is read.
 */
final class Suggestions {
    static final Set<String> DESTRUCTIVE_COMMANDS = Set.of(
            "setup",
            "drop",
            "sessions-kill",
            "local-stop",
            "rds-stop",
            "rds-delete",
            "rds-failover",
            "sg-revoke",
            "triggers-remove",
            "events-replay",
            "events-prune");

    static final Set<String> DESTRUCTIVE_OPTIONS = Set.of("--delete", "--force", "--yes", "--confirm", "--write");

    private Suggestions() {}

    static List<String> of(UnmatchedArgumentException failure) {
        return failure.getSuggestions().stream()
                .filter(name -> !DESTRUCTIVE_COMMANDS.contains(name) && !DESTRUCTIVE_OPTIONS.contains(name))
                .toList();
    }
}
