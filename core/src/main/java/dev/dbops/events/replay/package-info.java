/** Delivers logged events to a sink, and remembers how far delivery has come. */
package dev.dbops.events.replay;
