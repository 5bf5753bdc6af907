/** The commands sg-update, sg-list, sg-revoke and sg-run. */
package dev.dbops.cli.network;
