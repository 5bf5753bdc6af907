package dev.dbops.migration;

import java.time.Instant;
import java.util.Optional;

/**
 * A migration and how it stands.
 *
 * @param version empty for a repeatable one
 * @param file the file's name
 * @param state how it stands
 * @param appliedAt when it was applied, or failed
 * @param appliedBy by which role
 * @param milliseconds how long that took
 */
public record Migration(
        Optional<String> version,
        String file,
        MigrationState state,
        Optional<Instant> appliedAt,
        Optional<String> appliedBy,
        Optional<Integer> milliseconds) {}
