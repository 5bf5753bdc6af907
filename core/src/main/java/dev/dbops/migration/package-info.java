/** Applies migration files once and in order; Flyway keeps their history, and only this package uses Flyway. */
package dev.dbops.migration;
