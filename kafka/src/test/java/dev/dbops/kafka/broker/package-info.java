/** A real broker for tests, and readers of its topics. */
package dev.dbops.kafka.broker;
