/** The completion scripts for bash, zsh and fish, generated from the command model. */
package dev.dbops.cli.completion;
