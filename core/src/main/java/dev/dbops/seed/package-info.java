/** Loads rows from CSV and JSON files into a table. */
package dev.dbops.seed;
