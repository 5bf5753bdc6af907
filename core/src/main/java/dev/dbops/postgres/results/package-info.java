/** Runs one statement by the extended query protocol and passes its rows on while they arrive. */
package dev.dbops.postgres.results;
