/** The command for the events that a replay put aside. */
package dev.dbops.cli.events.letters;
