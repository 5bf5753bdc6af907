package dev.dbops.users;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableDefinition.Column;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The SQL of the key that a user of the pool and a row of the table share.
 *
 * @param database quotes the names
 * @param table the table
 * @param match the attribute
 */
record MatchKey(Database database, UserTable table, UserMatch match) {
    /**
     * The key of a row.
     *
     * @param row the name of the table in the statement
     */
    String ofRow(String row) {
        return switch (match) {
            case handle -> row + "." + quoted(table.handle());
            case email -> lowered(row + "." + quoted(table.email()) + "::pg_catalog.text");
        };
    }

    /**
     * The key of a user, in the type of the column, whose comparison rules apply.
     *
     * @param attribute makes an expression from the name of an attribute
     */
    String ofUser(UnaryOperator<String> attribute) {
        return switch (match) {
            case handle ->
                attribute.apply("handle") + "::"
                        + table.handle().map(Column::plainType).orElseThrow();
            case email -> "pg_catalog.lower(" + attribute.apply("email") + ")";
        };
    }

    /** The operator that compares both. */
    String equality() {
        return switch (match) {
            case handle -> table.handle().map(Column::equality).orElseThrow();
            case email -> "OPERATOR(pg_catalog.=)";
        };
    }

    /** An empty text counts as missing. */
    private static String lowered(String text) {
        return "pg_catalog.lower(CASE WHEN %1$s OPERATOR(pg_catalog.<>) '' THEN %1$s END)".formatted(text);
    }

    private String quoted(Optional<Column> column) {
        return database.quoteIdentifier(column.map(Column::name).orElseThrow());
    }
}
