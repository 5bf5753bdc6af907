/**
 * TLS with libpq's meaning: which authorities are trusted, which name a certificate is for, which certificates are
 * revoked, and how a client's own certificate and key are read.
 */
package dev.dbops.postgres.tls;
