/** The encoding of a script's bytes, and the syntax of its strings, as the server's settings decide them. */
package dev.dbops.script.encoding;
