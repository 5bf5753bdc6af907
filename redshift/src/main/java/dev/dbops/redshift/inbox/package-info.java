/** Applies events that arrive in any order, late and repeatedly, to a warehouse: each once in effect. */
package dev.dbops.redshift.inbox;
