/** PostgreSQL's error codes and their meanings, with hints for the common ones; {@code hints.txt} is the table. */
package dev.dbops.sqlstate;
