/** The command query: where its SQL and parameters come from, and how rows are printed. */
package dev.dbops.cli.query;
