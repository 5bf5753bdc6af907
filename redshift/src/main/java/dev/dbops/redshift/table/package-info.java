/** The tables of a warehouse: names, types, definitions, and how types of PostgreSQL map to them. */
package dev.dbops.redshift.table;
