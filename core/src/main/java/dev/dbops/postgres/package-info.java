/**
 * The connection to a server, and the questions that db-ops asks it; SQLSTATEs become {@link
 * dev.dbops.OpsException}s here.
 */
package dev.dbops.postgres;
