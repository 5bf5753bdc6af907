/** Tunnels to private databases: which machine forwards the connections, and where they enter. */
package dev.dbops.tunnel;
