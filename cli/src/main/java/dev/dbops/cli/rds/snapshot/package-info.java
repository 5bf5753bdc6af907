/** Commands for snapshots on RDS, and for restores from them. */
package dev.dbops.cli.rds.snapshot;
