package dev.dbops.compare;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A table of one of the databases, as its catalog describes it.
 *
 * @param name its schema and name
 * @param kind its kind, as pg_class has it
 * @param columns its columns by name
 * @param key the names of the columns of its key, in their order; empty when it has none
 */
record ComparedTable(TableName name, String kind, List<ComparedColumn> columns, List<String> key) {
    ComparedTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** Returns whether it holds rows: a view or a foreign table would run code of others. */
    boolean holdsRows() {
        return kind.equals("r") || kind.equals("p") || kind.equals("m");
    }

    Optional<ComparedColumn> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    /** Returns what follows FROM. The rows of tables that inherit from a table are their own. */
    String from(Database database) {
        return (kind.equals("r") ? "ONLY " : "") + qualified(database);
    }

    private String qualified(Database database) {
        return database.quoteIdentifier(name.schema()) + "." + database.quoteIdentifier(name.table());
    }

    /** Returns a column, with the name of the table. */
    String reference(Database database, String column) {
        return database.quoteIdentifier(name.table()) + "." + database.quoteIdentifier(column);
    }
}
