/** Decides which database a command uses, how to connect to it, and whether it is protected. */
package dev.dbops.target;
