/** The commands local-start, local-stop and local-status. */
package dev.dbops.cli.local;
