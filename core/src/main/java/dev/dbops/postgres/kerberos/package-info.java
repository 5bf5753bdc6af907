/** Logins with Kerberos. */
package dev.dbops.postgres.kerberos;
