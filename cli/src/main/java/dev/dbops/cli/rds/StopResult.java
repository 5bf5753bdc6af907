package dev.dbops.cli.rds;

import dev.dbops.aws.rds.DatabaseInstance;
import java.util.Optional;

/**
 * The stop of an instance or cluster.
 *
 * @param type instance or cluster
 * @param name its identifier
 * @param state its state at the end, as RDS reports it
 * @param requested whether the stop was requested from AWS
 * @param snapshot the snapshot that was requested with it
 */
record StopResult(
        DatabaseInstance.Type type, String name, String state, boolean requested, Optional<String> snapshot) {}
