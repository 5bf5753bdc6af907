/** The sink that applies events to another PostgreSQL database, exactly once. */
package dev.dbops.events.replay.postgres;
