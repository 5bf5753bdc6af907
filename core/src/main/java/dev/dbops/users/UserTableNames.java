package dev.dbops.users;

import dev.dbops.postgres.TableName;

/**
 * The names of the table of users and its columns.
 *
 * @param table the table
 * @param option the option that sets it
 * @param id the column for the pool's user ID
 * @param handle the column with the handle
 * @param email the column with the address
 * @param name the column with the display name, for inserted rows
 */
public record UserTableNames(
        TableName table, String option, UserColumn id, UserColumn handle, UserColumn email, UserColumn name) {}
