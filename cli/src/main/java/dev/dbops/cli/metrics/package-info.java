/** Publishes the metrics of a follower: in a file, and at a port of this machine. */
package dev.dbops.cli.metrics;
