package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.capture.TriggerKind;
import java.util.EnumSet;
import java.util.Set;

/** The options for the kinds of triggers: {@code --events}, {@code --updated-at}. */
final class KindOptions {
    private final Set<TriggerKind> kinds = EnumSet.noneOf(TriggerKind.class);

    void describe(CommandSpecBuilder model, String events, String updatedAt) {
        model.flag("--events", events, value -> set(TriggerKind.EVENTS, value))
                .flag("--updated-at", updatedAt, value -> set(TriggerKind.UPDATED_AT, value));
    }

    private void set(TriggerKind kind, boolean wanted) {
        if (wanted) {
            kinds.add(kind);
        }
    }

    /**
     * Refuses an option that concerns events.
     *
     * @throws OpsException of kind USAGE when only other kinds were named
     */
    void requireEvents(String option) {
        if (!kinds.isEmpty() && !kinds.contains(TriggerKind.EVENTS)) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s writes events, and --updated-at alone captures none".formatted(option),
                    "add --events, or leave %s out".formatted(option));
        }
    }

    /** Returns the kinds that were named, or else the given ones. */
    Set<TriggerKind> orElse(Set<TriggerKind> others) {
        return kinds.isEmpty() ? others : kinds;
    }
}
