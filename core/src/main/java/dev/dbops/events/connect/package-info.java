/** The types of Kafka Connect and Debezium: which a column has, and how a value of the log is written as one. */
package dev.dbops.events.connect;
