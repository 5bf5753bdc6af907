/** The output formats of events: db-ops JSON, Debezium JSON with and without a schema, and text lines. */
package dev.dbops.events.envelope;
