/** The database of a function: its connections, its login, and what SnapStart does to both. */
package dev.dbops.lambda.database;
