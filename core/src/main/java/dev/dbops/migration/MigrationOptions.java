package dev.dbops.migration;

import java.time.Duration;
import java.util.Optional;

/**
 * The options for applying migrations.
 *
 * @param to the last version to apply; empty for all
 * @param outOfOrder whether to apply migrations that are older than the last applied one
 * @param lockTimeout how long to wait for another Flyway that uses the same history, and for the locks of each migration
 */
public record MigrationOptions(Optional<String> to, boolean outOfOrder, Duration lockTimeout) {}
