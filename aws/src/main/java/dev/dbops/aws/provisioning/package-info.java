/** Creates, restores, snapshots and deletes RDS instances, clusters and proxies. */
package dev.dbops.aws.provisioning;
