/** The listings of psql's backslash commands, as queries of the catalogs. */
package dev.dbops.postgres.catalog;
