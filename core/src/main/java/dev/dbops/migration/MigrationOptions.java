package dev.dbops.migration;

import java.time.Duration;
import java.util.Optional;

/**
 * How migrations are applied.
 *
 * @param to the last version to apply; empty for all
 * @param outOfOrder whether those are applied, too, that are older than the last applied one
 * @param lockTimeout how long to wait for a Flyway that works on the same history
 */
public record MigrationOptions(Optional<String> to, boolean outOfOrder, Duration lockTimeout) {}
