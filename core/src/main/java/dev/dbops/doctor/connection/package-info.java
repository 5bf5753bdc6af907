/** Doctor's checks of the way to the database: name, address, port, TLS, login and privileges. */
package dev.dbops.doctor.connection;
