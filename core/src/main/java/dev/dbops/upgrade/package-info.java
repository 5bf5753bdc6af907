/** Checks of a database before its server is upgraded to a later version. */
package dev.dbops.upgrade;
