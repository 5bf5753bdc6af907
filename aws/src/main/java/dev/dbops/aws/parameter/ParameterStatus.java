package dev.dbops.aws.parameter;

import java.util.Optional;

/**
 * A parameter as an instance or cluster has it.
 *
 * @param name its name, as in PostgreSQL
 * @param value its value in the group; empty when PostgreSQL's own default applies
 * @param defaultValue the value that a new group of the family has; empty as above
 * @param applyType dynamic or static
 * @param status in-sync, applying, or pending-reboot when the database may still use an earlier value
 * @param group the parameter group
 */
public record ParameterStatus(
        String name,
        Optional<String> value,
        Optional<String> defaultValue,
        String applyType,
        String status,
        String group) {}
