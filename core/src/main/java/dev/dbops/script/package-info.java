/** Runs SQL scripts as psql does: psql commands, statements in messages of many, COPY data and transactions. */
package dev.dbops.script;
