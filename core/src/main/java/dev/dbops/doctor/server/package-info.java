/** Doctor's checks of the server: version, settings, connections, transactions, replication and archiving. */
package dev.dbops.doctor.server;
