/** The commands migrate, migrate-new and migrate-status. */
package dev.dbops.cli.migration;
