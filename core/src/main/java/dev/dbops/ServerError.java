package dev.dbops;

/**
 * The parts of a PostgreSQL error that a person needs in addition to its message.
 *
 * @param sqlState the five-character SQLSTATE (PostgreSQL documentation, appendix A)
 * @param detail the server's DETAIL, empty when there is none
 */
public record ServerError(String sqlState, String detail) {}
