/** The programs of {@code bench/redshift}. */
package dev.dbops.redshift.bench;
