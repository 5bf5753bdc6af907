/** What PostgreSQL's error codes mean, and the hints for the ones that people meet; {@code hints.txt} is the table. */
package dev.dbops.sqlstate;
