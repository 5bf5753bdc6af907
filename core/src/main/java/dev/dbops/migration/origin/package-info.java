/** Migrations and histories of other tools, for a team that changes over. */
package dev.dbops.migration.origin;
