/** A stand-in for Amazon Redshift: the real driver and SDK against a real PostgreSQL. Never run on Redshift. */
package dev.dbops.redshift.standin;
