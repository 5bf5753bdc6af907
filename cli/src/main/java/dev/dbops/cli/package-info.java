/** The entry of the program: main, the command registry, the runner, help, and what commands share. */
package dev.dbops.cli;
