/** Applies events that arrive in any order, late and repeatedly, to a PostgreSQL database: each once in effect. */
package dev.dbops.events.inbox;
