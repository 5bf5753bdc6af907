/** The commands that load, dump and restore: schema-load, seed, schema-dump, dump and restore. */
package dev.dbops.cli.schema;
