/** Programs for bench/kafka. */
package dev.dbops.kafka.bench;
