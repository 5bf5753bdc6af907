/** Compares the table of users with the users of a pool, and writes their IDs. */
package dev.dbops.users;
