/** The commands for RDS instances, clusters, snapshots and proxies. */
package dev.dbops.cli.rds;
