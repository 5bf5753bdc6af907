/** The statements that apply changes to tables of a warehouse, as sets of rows. */
package dev.dbops.redshift.write;
