/** Snapshots of captured tables: the rows that were there before their events, read in parts while writers continue. */
package dev.dbops.events.snapshot;
