/** The commands cognito-list and cognito-sync. */
package dev.dbops.cli.cognito;
