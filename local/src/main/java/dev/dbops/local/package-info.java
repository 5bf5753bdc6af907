/** The private PostgreSQL server: its programs, data directory, process and password. */
package dev.dbops.local;
