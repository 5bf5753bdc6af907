/** The commands for triggers and events, and the destinations of events-replay. */
package dev.dbops.cli.events;
