/** The commands schema-load, schema-dump and seed. */
package dev.dbops.cli.schema;
