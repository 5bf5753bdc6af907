/** The programs of OpenSSH and AWS that hold a tunnel open while db-ops runs. */
package dev.dbops.tunnel.program;
