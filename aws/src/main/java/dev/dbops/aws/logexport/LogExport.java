package dev.dbops.aws.logexport;

import java.util.Optional;

/**
 * A log that RDS can export to CloudWatch Logs.
 *
 * @param log RDS's name for it, such as postgresql
 * @param state on, off, or turning-on and turning-off while RDS changes it
 * @param logGroup the log group that has or gets it; empty when it is not exported
 */
public record LogExport(String log, String state, Optional<String> logGroup) {}
