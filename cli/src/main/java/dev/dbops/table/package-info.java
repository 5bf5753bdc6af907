/** Values in columns, as wide as a terminal shows them; shared by the commands and the built-in shell. */
package dev.dbops.table;
