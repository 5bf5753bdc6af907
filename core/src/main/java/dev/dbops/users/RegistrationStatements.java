package dev.dbops.users;

import dev.dbops.postgres.Database;
import java.util.stream.Collectors;

/**
 * The SQL of a registration. The user's search path is active, for the triggers of the table: all names include their
 * schema.
 */
final class RegistrationStatements {
    /** Waits for both locks, in an order that is the same in all sessions, so that no two wait for each other. */
    static final String LOCK = """
        SELECT pg_advisory_xact_lock(lock.key)
          FROM (SELECT DISTINCT hashtextextended(name, 0) AS key
                  FROM unnest(ARRAY[?::text, ?::text]) AS name
                 ORDER BY 1) AS lock
        """;

    /** Two rows are enough to see that there are several. */
    private static final String FIND = """
        SELECT coalesce(account.{id} {id =} ?{id type}, false) AS is_linked, {is free} AS is_free
          FROM {table} AS account
         WHERE account.{id} {id =} ?{id type} OR {account key} {=} {user key}
         ORDER BY 1 DESC
         LIMIT 2
        """;

    private static final String LINK = """
        UPDATE {table} AS account SET {id} = ?{id cast}
         WHERE {account key} {=} {user key} AND {is free}
        """;

    private static final String INSERT = "INSERT INTO {table} ({columns}) VALUES ({values})";

    private static final String IS_FREE = "coalesce(account.{id}::pg_catalog.text"
            + " OPERATOR(pg_catalog.=) ANY (ARRAY['', ?::pg_catalog.text]), true)";

    private final Database database;
    private final UserTable table;
    private final MatchKey key;
    private final String placeholder;

    RegistrationStatements(Database database, UserTable table, UserMatch match, String placeholder) {
        this.database = database;
        this.table = table;
        this.key = new MatchKey(database, table, match);
        this.placeholder = placeholder;
    }

    String placeholder() {
        return placeholder;
    }

    /** Parameters: ID, placeholder, ID, key. */
    String find() {
        return filled(FIND);
    }

    /** Parameters: ID, key, placeholder. */
    String link() {
        return filled(LINK);
    }

    /** Parameters: the values of the table's filled columns, in their order. */
    String insert() {
        return filled(INSERT)
                .replace(
                        "{columns}",
                        table.filled().stream()
                                .map(filled ->
                                        database.quoteIdentifier(filled.column().name()))
                                .collect(Collectors.joining(", ")))
                .replace(
                        "{values}",
                        table.filled().stream()
                                .map(filled -> filled.column() == table.id()
                                        ? "?::pg_catalog.text" + table.idCast()
                                        : "?::pg_catalog.text")
                                .collect(Collectors.joining(", ")));
    }

    private String filled(String template) {
        return template.replace("{is free}", IS_FREE)
                .replace("{table}", table.quoted())
                .replace("{account key}", key.ofRow("account"))
                .replace("{user key}", key.ofUser(_ -> "?::pg_catalog.text"))
                .replace("{=}", key.equality())
                .replace("{id}", database.quoteIdentifier(table.id().name()))
                .replace("{id =}", table.id().equality())
                .replace("{id type}", "::" + table.id().plainType())
                .replace("{id cast}", "::pg_catalog.text" + table.idCast());
    }
}
