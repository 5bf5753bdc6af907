/** What all TLS connections of a process share, to PostgreSQL and to AWS. */
package dev.dbops.tls;
