/** Takes, copies, lists and restores the snapshots of RDS instances and clusters. */
package dev.dbops.aws.snapshot;
