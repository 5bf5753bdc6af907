/** Values of the log as the warehouse can read them. */
package dev.dbops.redshift.value;
