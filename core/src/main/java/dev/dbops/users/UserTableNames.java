package dev.dbops.users;

import dev.dbops.seed.TableName;

/**
 * What the table of users and its columns are called.
 *
 * @param table the table
 * @param id the column that gets the id of the pool
 * @param handle the column with the handle
 * @param email the column with the address
 * @param name the column with the name to show, for rows that are inserted
 */
public record UserTableNames(TableName table, UserColumn id, UserColumn handle, UserColumn email, UserColumn name) {}
