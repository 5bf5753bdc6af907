/** Events in Apache Kafka: the address of a cluster, the settings of its clients, and what their errors mean. */
package dev.dbops.kafka;
