/** The warehouse as a sink of a replay: each event exactly once. */
package dev.dbops.redshift.replay;
