/** Maintenance of the event log: its schema, partitions, retention and status. */
package dev.dbops.events.log;
