/** The part of TLS connections that PostgreSQL and AWS share. */
package dev.dbops.tls;
