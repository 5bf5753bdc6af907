/** The sockets under the driver's connections: their TCP settings, and how long a dead server may go unnoticed. */
package dev.dbops.postgres.socket;
