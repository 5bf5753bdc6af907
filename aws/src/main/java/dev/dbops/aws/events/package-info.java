/** Reads the events of instances, clusters, snapshots and proxies that RDS keeps for 14 days. */
package dev.dbops.aws.events;
