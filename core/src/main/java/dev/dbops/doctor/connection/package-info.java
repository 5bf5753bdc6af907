/** Doctor's checks of the path to the database: name, address, port, TLS, login and privileges. */
package dev.dbops.doctor.connection;
