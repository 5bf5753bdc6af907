/** The upkeep of the event log: its schema, its partitions, its retention and its status. */
package dev.dbops.events.log;
