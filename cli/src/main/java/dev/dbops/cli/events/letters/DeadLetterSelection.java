package dev.dbops.cli.events.letters;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.replay.DeadLetter;
import dev.dbops.events.replay.DeadLetters;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the dead letters that the options select. */
final class DeadLetterSelection {
    private DeadLetterSelection() {}

    /**
     * Returns the dead letters, ordered by consumer and seq, without the images of their rows.
     *
     * @throws OpsException of kind USAGE when a number is not that of a dead letter, or the consumer is not clear
     */
    static List<DeadLetter> find(DeadLetters letters, DeadLetterOptions options) {
        var found = options.all() ? letters.list(options.consumer()) : letters.list(options.consumer(), options.seqs());
        requireKnown(found, options);
        if (!options.ofSeveralConsumers()) {
            requireOneConsumer(found);
        }
        return found;
    }

    private static void requireKnown(List<DeadLetter> found, DeadLetterOptions options) {
        var known = found.stream().map(DeadLetter::seq).collect(Collectors.toSet());
        for (var seq : options.seqs()) {
            if (!known.contains(seq)) {
                throw new OpsException(
                        Kind.USAGE,
                        options.consumer().isEmpty()
                                ? "there is no dead letter %d".formatted(seq)
                                : "consumer \"%s\" has no dead letter %d".formatted(options.consumer(), seq),
                        "db-ops events-dead-letters lists them");
            }
        }
    }

    private static void requireOneConsumer(List<DeadLetter> found) {
        var consumers = found.stream().map(DeadLetter::consumer).collect(Collectors.toCollection(TreeSet::new));
        if (consumers.size() > 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "several consumers have such dead letters: %s"
                            .formatted(consumers.stream().collect(Collectors.joining("\", \"", "\"", "\""))),
                    "choose one of them: --name CONSUMER");
        }
    }
}
