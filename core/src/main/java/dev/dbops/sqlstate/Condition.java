package dev.dbops.sqlstate;

/**
 * A condition of PostgreSQL (documentation, appendix A).
 *
 * @param sqlState its five characters
 * @param name the name by which PL/pgSQL knows it, such as unique_violation
 * @param sqlClass the title of its class, that of the first two characters
 */
public record Condition(String sqlState, String name, String sqlClass) {}
