/** The classes that commands share: their context, options, confirmation, notes, progress and the report of errors. */
package dev.dbops.cli.command;
