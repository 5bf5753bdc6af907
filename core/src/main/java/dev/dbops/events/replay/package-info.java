/** Delivers logged events to a sink and records the progress. */
package dev.dbops.events.replay;
