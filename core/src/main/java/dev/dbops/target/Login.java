package dev.dbops.target;

/**
 * Who connects, and by what password.
 *
 * @param user the role, never empty
 * @param password shown by nobody
 */
public record Login(String user, Password password) {}
