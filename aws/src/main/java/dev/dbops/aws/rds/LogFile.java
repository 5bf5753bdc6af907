package dev.dbops.aws.rds;

import java.time.Instant;

/**
 * A log file of an instance.
 *
 * @param name its name on RDS, such as error/postgresql.log.2026-01-02-10
 * @param bytes its size
 * @param written when it was last written to
 */
public record LogFile(String name, long bytes, Instant written) {}
