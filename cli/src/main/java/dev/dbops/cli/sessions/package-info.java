/** The commands sessions and sessions-kill. */
package dev.dbops.cli.sessions;
