/** The state of a log and of a follower as OpenMetrics text. */
package dev.dbops.events.metrics;
