package dev.dbops.sqlstate;

/**
 * A condition of PostgreSQL (documentation, appendix A).
 *
 * @param sqlState its five characters
 * @param name its name in PL/pgSQL, such as unique_violation
 * @param sqlClass the title of its class, which is the first two characters
 */
public record Condition(String sqlState, String name, String sqlClass) {}
