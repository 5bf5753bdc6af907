package dev.dbops.cli;

import dev.dbops.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The suggestion for a misspelt word: never a name that drops, deletes, overwrites, ends or interrupts something, because
 * a suggestion is typed faster than it is read.
 */
final class Suggestions {
    static final Set<String> DESTRUCTIVE_COMMANDS = Set.of(
            "setup",
            "drop",
            "rename",
            "sessions-kill",
            "local-stop",
            "rds-stop",
            "rds-reboot",
            "rds-modify",
            "rds-delete",
            "rds-failover",
            "rds-snapshots-delete",
            "rds-upgrade",
            "sg-revoke",
            "triggers-remove",
            "events-replay",
            "events-dead-letters",
            "events-prune",
            "lambda-deploy",
            "lambda-remove");

    static final Set<String> DESTRUCTIVE_OPTIONS = Set.of(
            "--delete",
            "--discard",
            "--discard-all",
            "--force",
            "--yes",
            "--confirm",
            "--write",
            "--reboot",
            "--remove",
            "--switchover",
            "--manage");

    private Suggestions() {}

    /** The name that was probably meant; empty when none is similar, or the most similar one destroys something. */
    static Optional<String> of(UnmatchedArgumentException failure) {
        var spec = failure.getCommandLine().getCommandSpec();
        var word = failure.getUnmatched().getFirst();
        var names = new ArrayList<String>();
        if (failure.isUnknownOption()) {
            spec.options().forEach(option -> names.addAll(List.of(option.names())));
            names.removeIf(name -> !name.startsWith("--"));
            word = word.startsWith("--") ? word.replaceFirst("=.*", "") : "";
        } else if (spec.parent() == null) {
            names.addAll(spec.subcommands().keySet());
        }
        var nearest = word.isEmpty() ? "" : Spelling.nearest(word, names);
        return nearest.isEmpty() || DESTRUCTIVE_COMMANDS.contains(nearest) || DESTRUCTIVE_OPTIONS.contains(nearest)
                ? Optional.empty()
                : Optional.of(nearest);
    }
}
