package dev.dbops.postgres;

/**
 * The name of a table in SQL syntax: {@code table}, {@code schema.table}, {@code "My Table"}.
 *
 * @param schema the schema's name, or an empty string to use the search path
 * @param table the table's name, as the catalog has it
 */
public record TableName(String schema, String table) {
    private static final String HINT =
            "write table or schema.table, and quote names with characters other than letters, digits and _:"
                    + " '\"My Table\"=FILE'";

    /**
     * Parses a name by the server's rules (PostgreSQL documentation, section 4.1.1): without quotes, capitals are
     * folded and only letters, digits, {@code _} and {@code $} are allowed. A key word needs no quotes here.
     *
     * @throws dev.dbops.OpsException of kind USAGE when it is not a valid name
     */
    public static TableName parse(String text) {
        return parse(text, HINT);
    }

    /** As {@link #parse(String)}, with different advice for an invalid name. */
    public static TableName parse(String text, String hint) {
        var name = new SqlName(text, "table name", hint);
        var parts = name.parts();
        return switch (parts.size()) {
            case 1 -> new TableName("", parts.getFirst());
            case 2 -> new TableName(parts.getFirst(), parts.getLast());
            default -> throw name.fault("it has more parts than schema and table");
        };
    }

    /** In the syntax of {@link #parse}. */
    @Override
    public String toString() {
        return schema.isEmpty() ? quoteIfNeeded(table) : quoteIfNeeded(schema) + "." + quoteIfNeeded(table);
    }

    private static String quoteIfNeeded(String name) {
        for (var i = 0; i < name.length(); i++) {
            var letter = name.charAt(i);
            if (letter >= 'A' && letter <= 'Z' || !SqlName.isPart(letter, i == 0)) {
                return '"' + name.replace("\"", "\"\"") + '"';
            }
        }
        return name;
    }
}
