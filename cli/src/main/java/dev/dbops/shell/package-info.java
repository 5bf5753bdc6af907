/** The built-in shell of connect; only this package uses JLine. */
package dev.dbops.shell;
