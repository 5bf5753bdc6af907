/** Deletes RDS instances and clusters, after checking everything that AWS would refuse half-way. */
package dev.dbops.aws.deletion;
