/** The built-in shell of connect; only this package edits lines with JLine. */
package dev.dbops.shell;
