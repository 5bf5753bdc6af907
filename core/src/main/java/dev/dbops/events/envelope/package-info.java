/** The forms in which an event leaves the log: db-ops' own JSON, Debezium's, with and without a schema, and lines. */
package dev.dbops.events.envelope;
