/** The process that a command runs in: its streams, signals, terminals and the programs that it starts. */
package dev.dbops.cli.process;
