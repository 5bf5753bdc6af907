package dev.dbops.users;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableDefinition;
import dev.dbops.postgres.TableDefinition.Column;
import dev.dbops.postgres.TableLookup;
import dev.dbops.postgres.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table of users on the server.
 *
 * @param definition the table
 * @param quoted its name for SQL, with its schema
 * @param id the column for the pool's user ID: of a text type, or uuid
 * @param handle the column with the handle, of a text type
 * @param email the column with the address, of a text type
 * @param name the column with the display name, of a text type
 */
public record UserTable(
        TableDefinition definition,
        String quoted,
        Column id,
        Optional<Column> handle,
        Optional<Column> email,
        Optional<Column> name) {
    private static final String UUID = "pg_catalog.uuid";

    /**
     * Finds the table and its columns.
     *
     * @throws OpsException when the table or a required column does not exist, or a column has an unsuitable type
     */
    public static UserTable find(Database database, UserTableNames names, SyncRules rules) {
        var definition = definition(new TableLookup(database), names.table())
                .orElseThrow(() -> new OpsException(
                        Kind.SQL,
                        "there is no table %s in database \"%s\""
                                .formatted(names.table(), database.target().database()),
                        "load the schema (db-ops schema-load), or name the table of users with " + names.option()));
        var matchesEmail = rules.match() == UserMatch.email;
        var id = column(definition, names.id().needed()).orElseThrow();
        if (!id.holdsText() && !id.plainType().equals(UUID)) {
            throw wrongType(
                    definition,
                    id,
                    "the ids of a user pool are UUIDs: name a column of type uuid or text with "
                            + names.id().option());
        }
        var table = new UserTable(
                definition,
                definition.quoted(database),
                id,
                textColumn(
                        definition,
                        matchesEmail ? names.handle() : names.handle().needed()),
                textColumn(definition, matchesEmail ? names.email().needed() : names.email()),
                textColumn(definition, names.name()));
        if (rules.insertMissing()) {
            table.requireColumnsThatFill();
        }
        return table;
    }

    private static Optional<TableDefinition> definition(TableLookup lookup, TableName name) {
        return name.schema().isEmpty()
                ? lookup.find("", name.table())
                : lookup.findQualified(name.schema(), name.table());
    }

    private static Optional<Column> column(TableDefinition definition, UserColumn wanted) {
        var column = definition.column(wanted.name());
        if (column.isEmpty() && wanted.required()) {
            throw new OpsException(
                    Kind.SQL,
                    "table \"%s\" has no column \"%s\"".formatted(definition.table(), wanted.name()),
                    "name another with %s; its columns: %s".formatted(wanted.option(), names(definition.columns())));
        }
        return column;
    }

    private static Optional<Column> textColumn(TableDefinition definition, UserColumn wanted) {
        var column = column(definition, wanted);
        if (column.isPresent() && !column.get().holdsText()) {
            throw wrongType(definition, column.get(), "name a column of text with " + wanted.option());
        }
        return column;
    }

    private static OpsException wrongType(TableDefinition definition, Column column, String hint) {
        return new OpsException(
                Kind.SQL,
                "column \"%s\" of table \"%s\" is of type %s"
                        .formatted(column.name(), definition.table(), column.type()),
                hint);
    }

    /**
     * The end of an expression that becomes the user ID. Text is assigned to any text type; assignment rejects values
     * that are too long, but a cast would truncate them.
     */
    String idCast() {
        return id.holdsText() ? "" : "::" + id.plainType();
    }

    /**
     * A column that gets a value in new rows.
     *
     * @param value the user's attribute, by its name in {@link SyncStatements}
     */
    record Filled(Column column, String value) {}

    /** The columns that get a value in new rows, without duplicates. */
    List<Filled> filled() {
        var filled = new ArrayList<Filled>();
        filled.add(new Filled(id, "id"));
        fill(filled, handle, "handle");
        fill(filled, email, "email");
        fill(filled, name, "name");
        return filled;
    }

    private static void fill(List<Filled> filled, Optional<Column> column, String value) {
        if (column.isPresent() && !isFilled(filled, column.get())) {
            filled.add(new Filled(column.get(), value));
        }
    }

    private static boolean isFilled(List<Filled> filled, Column column) {
        for (var other : filled) {
            if (other.column().equals(column)) {
                return true;
            }
        }
        return false;
    }

    private void requireColumnsThatFill() {
        var filled = filled();
        var others = new ArrayList<Column>();
        for (var column : definition.columns()) {
            if (column.needsValue() && !isFilled(filled, column)) {
                others.add(column);
            }
        }
        if (!others.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "a new row of table \"%s\" has no value for columns that must not be null: %s"
                            .formatted(definition.table(), names(others)),
                    "it has values for %s; give the other columns a default, or insert these users yourself"
                            .formatted(names(filled.stream().map(Filled::column).toList())));
        }
    }

    private static String names(List<Column> columns) {
        var names = new StringBuilder();
        for (var column : columns) {
            names.append(names.isEmpty() ? "" : ", ").append(column.name());
        }
        return names.toString();
    }
}
