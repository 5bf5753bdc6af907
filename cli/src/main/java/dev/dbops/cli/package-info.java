/** The entry of the program: main, the command registry, the runner and help. */
package dev.dbops.cli;
