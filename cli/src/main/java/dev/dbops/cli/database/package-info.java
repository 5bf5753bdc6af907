/** The commands that act on a whole database: setup, create, drop, wait and url. */
package dev.dbops.cli.database;
