/** Runs statements for their rows, with bound parameters, read-only transactions and streamed rows. */
package dev.dbops.query;
