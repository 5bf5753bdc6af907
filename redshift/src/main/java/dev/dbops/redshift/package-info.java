/** The connection to an Amazon Redshift warehouse. */
package dev.dbops.redshift;
