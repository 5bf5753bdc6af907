/** Applies dead letters again, unless a later event has made them void. */
package dev.dbops.events.replay.retry;
