/** Runs SQL scripts as psql does: statements, variables, backslash commands, COPY data and transactions. */
package dev.dbops.script;
