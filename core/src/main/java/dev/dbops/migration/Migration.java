package dev.dbops.migration;

import java.time.Instant;
import java.util.Optional;

/**
 * A migration and its state.
 *
 * @param version empty for a repeatable one
 * @param file the file's name
 * @param state its state
 * @param appliedAt when it was applied, or failed
 * @param appliedBy the role that applied it
 * @param milliseconds how long it took
 */
public record Migration(
        Optional<String> version,
        String file,
        MigrationState state,
        Optional<Instant> appliedAt,
        Optional<String> appliedBy,
        Optional<Integer> milliseconds) {}
