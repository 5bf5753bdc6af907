/** Compares the rows of tables in two databases by hashes that the servers compute. */
package dev.dbops.compare;
