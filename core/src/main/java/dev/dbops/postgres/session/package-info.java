/** The sessions of a server: who is connected, who blocks whom, and how sessions are ended. */
package dev.dbops.postgres.session;
