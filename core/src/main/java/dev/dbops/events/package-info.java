/** The event log and its reader: positions, windows of snapshots, filters, consumers and tailing. */
package dev.dbops.events;
