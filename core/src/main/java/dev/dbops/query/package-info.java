/** Runs statements for their rows: bound parameters, read-only transactions, rows that are streamed. */
package dev.dbops.query;
