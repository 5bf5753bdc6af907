/** The variables of psql in scripts, and the conditions that depend on them. */
package dev.dbops.script.variables;
