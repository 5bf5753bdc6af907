package dev.dbops.aws.dataapi;

/**
 * A database as the Data API names it.
 *
 * @param cluster the ARN of the cluster
 * @param secret the ARN of the secret with role and password
 * @param database the database's name
 */
record DataApiCluster(String cluster, String secret, String database) {}
