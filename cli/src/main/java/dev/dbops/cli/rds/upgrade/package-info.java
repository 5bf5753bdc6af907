/** The command that upgrades the version of PostgreSQL on RDS. */
package dev.dbops.cli.rds.upgrade;
