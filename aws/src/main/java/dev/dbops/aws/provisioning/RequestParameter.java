package dev.dbops.aws.provisioning;

/**
 * One parameter of a request that a dry run shows.
 *
 * @param action the IAM action of the request, such as rds:CreateDBInstance
 * @param parameter its name in the RDS API reference; a dot leads into a structure
 * @param value its value; several are separated by commas
 */
public record RequestParameter(String action, String parameter, String value) {}
