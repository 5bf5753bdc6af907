package dev.dbops.aws.rds;

/**
 * A parameter of PostgreSQL that takes effect when the instance restarts.
 *
 * @param name its name
 * @param value its value in the parameter group
 * @param group the parameter group
 */
public record PendingParameter(String name, String value, String group) {}
