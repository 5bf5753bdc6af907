/**
 * The connection to a server, and the queries that db-ops sends to it; SQLSTATEs become {@link dev.dbops.OpsException}s
 * here.
 */
package dev.dbops.postgres;
