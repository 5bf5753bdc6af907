package dev.dbops.cli.events.letters;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.NameMap;
import java.util.Collection;
import java.util.TreeSet;

/** The options that select dead letters and what is done with them. */
final class DeadLetterOptions {
    private static final String SHOW = "--show";
    private static final String RETRY = "--retry";
    private static final String RETRY_ALL = "--retry-all";
    private static final String DISCARD = "--discard";
    private static final String DISCARD_ALL = "--discard-all";

    private String consumer = "";
    private String to = "";
    private boolean renames;

    private final NameMap names = new NameMap();
    private final Collection<Long> seqs = new TreeSet<>();
    private final Collection<String> given = new TreeSet<>();

    void describe(CommandSpecBuilder model) {
        model.option("--name", "CONSUMER", "Only dead letters of this consumer.", value -> consumer = value)
                .option(SHOW, "SEQ", "Show this event, its error and its position.", value -> choose(SHOW, value))
                .repeated(
                        RETRY,
                        "SEQ",
                        "Apply this event to the target again. May be repeated.",
                        value -> choose(RETRY, value))
                .flag(RETRY_ALL, "Apply all these events to the target again.", value -> choose(RETRY_ALL, value))
                .option(
                        "--to",
                        "TARGET",
                        "Target of a retry, as in events-replay: env:NAME (NAME_CONNECTION_URL), postgresql://..., or"
                                + " local:NAME.",
                        value -> to = value)
                .repeated(
                        "--map",
                        "OLD=NEW",
                        "Schema or table that has another name in the target. May be repeated.",
                        this::rename)
                .repeated(
                        DISCARD,
                        "SEQ",
                        "Remove this event from the dead letters. May be repeated.",
                        value -> choose(DISCARD, value))
                .flag(
                        DISCARD_ALL,
                        "Remove all these events from the dead letters.",
                        value -> choose(DISCARD_ALL, value));
    }

    private void choose(String option, boolean value) {
        if (value) {
            given.add(option);
        }
    }

    private void choose(String option, String seq) {
        given.add(option);
        try {
            seqs.add(Long.parseLong(seq));
        } catch (NumberFormatException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s: \"%s\" is not the number of an event".formatted(option, seq),
                    "db-ops events-dead-letters lists the numbers",
                    e);
        }
    }

    private void rename(String rule) {
        renames = true;
        names.add(rule);
    }

    /**
     * Checks the options together.
     *
     * @throws OpsException of kind USAGE
     */
    void check() {
        if (given.size() > 1) {
            throw new OpsException(
                    Kind.USAGE, "%s cannot be combined".formatted(String.join(" and ", given)), "pass one of them");
        }
        if (!retries() && (renames || !to.isEmpty())) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s applies only to a retry".formatted(to.isEmpty() ? "--map" : "--to"),
                    "add --retry SEQ or --retry-all, or leave it out");
        }
    }

    boolean shows() {
        return given.contains(SHOW);
    }

    boolean retries() {
        return given.contains(RETRY) || given.contains(RETRY_ALL);
    }

    boolean discards() {
        return given.contains(DISCARD) || given.contains(DISCARD_ALL);
    }

    /** Returns whether all events of the consumer are meant, or those of all consumers. */
    boolean all() {
        return seqs.isEmpty();
    }

    /** Returns whether they may be those of several consumers. */
    boolean ofSeveralConsumers() {
        return given.isEmpty() || given.contains(DISCARD_ALL);
    }

    /** Returns the consumer's name; empty if it was not given. */
    String consumer() {
        return consumer;
    }

    /** Returns the numbers of the events. */
    Collection<Long> seqs() {
        return seqs;
    }

    /** Returns the target of a retry; empty if it was not given. */
    String to() {
        return to;
    }

    /** Returns the names of tables in the target. */
    NameMap names() {
        return names;
    }
}
