/**
 * TLS with libpq's meaning: which authorities are trusted, for which name a certificate is, what is revoked, and how a
 * client's own certificate and key are read.
 */
package dev.dbops.postgres.tls;
