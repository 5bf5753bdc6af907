/** Statements for a warehouse, and the parts that they consist of. */
package dev.dbops.redshift.sql;
