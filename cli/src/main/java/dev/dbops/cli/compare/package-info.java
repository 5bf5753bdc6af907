/** The command that compares two databases. */
package dev.dbops.cli.compare;
