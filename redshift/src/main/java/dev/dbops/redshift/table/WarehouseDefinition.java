package dev.dbops.redshift.table;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.redshift.sql.Identifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements that define tables of the warehouse like those of the source. */
public final class WarehouseDefinition {
    private WarehouseDefinition() {}

    /**
     * Returns the statement that creates a schema.
     *
     * @param schema a name of the source
     */
    public static String schema(String schema) {
        return "CREATE SCHEMA IF NOT EXISTS " + Identifier.quoted(Identifier.folded(schema));
    }

    /**
     * Returns the statement that creates a table.
     *
     * @param columns the columns of the source
     * @param key the names of its key's columns; the warehouse does not enforce a key, but its planner knows it then
     * @throws OpsException of kind FAILED when two names differ in upper and lower case only, or one is too long
     */
    public static String create(String schema, String table, Map<String, ColumnType> columns, Collection<String> key) {
        Set<String> names = new HashSet<>();
        var parts = new ArrayList<String>();
        columns.forEach((name, type) -> {
            var folded = Identifier.folded(name);
            if (!names.add(folded)) {
                throw new OpsException(
                        Kind.FAILED,
                        "table %s.%s has two columns %s, whose names differ in upper and lower case only"
                                .formatted(schema, table, folded),
                        "Redshift cannot tell them apart: rename one of them in the source");
            }
            parts.add("%s %s%s"
                    .formatted(
                            Identifier.quoted(folded),
                            TypeMapping.of(type).sql(),
                            key.contains(name) ? " NOT NULL" : ""));
        });
        // Redshift allows no primary key of SUPER or VARBYTE
        if (!key.isEmpty() && key.stream().allMatch(name -> mayBeKey(columns.get(name)))) {
            parts.add("PRIMARY KEY (%s)"
                    .formatted(key.stream()
                            .map(name -> Identifier.quoted(Identifier.folded(name)))
                            .collect(Collectors.joining(", "))));
        }
        return "CREATE TABLE IF NOT EXISTS %s.%s (%s)"
                .formatted(
                        Identifier.quoted(Identifier.folded(schema)),
                        Identifier.quoted(Identifier.folded(table)),
                        String.join(", ", parts));
    }

    private static boolean mayBeKey(ColumnType type) {
        if (type == null) {
            return false;
        }
        var kind = TypeMapping.of(type).kind();
        return kind != WarehouseType.Kind.SUPER && kind != WarehouseType.Kind.VARBYTE;
    }

    /**
     * Returns the statement that adds a column of the source.
     *
     * @param columns the columns of the source now
     * @throws OpsException of kind FAILED when the table was changed in another way than by a new column
     */
    public static String add(WarehouseTable table, String column, Map<String, ColumnType> columns) {
        var type = columns.get(column);
        if (type == null) {
            throw new OpsException(
                    Kind.FAILED,
                    "table %s of the warehouse has no column %s, and the source has none now".formatted(table, column),
                    "the type of a column that was dropped or renamed is not known: add the column to the warehouse"
                            + " yourself");
        }
        refuseOther(table, column, columns);
        return "ALTER TABLE %s ADD COLUMN %s %s"
                .formatted(
                        table.quoted(),
                        Identifier.quoted(Identifier.folded(column)),
                        TypeMapping.of(type).sql());
    }

    /** A column that only the warehouse has may have been renamed: its values would be lost. */
    private static void refuseOther(WarehouseTable table, String column, Map<String, ColumnType> columns) {
        var names = columns.keySet().stream().map(Identifier::folded).collect(Collectors.toSet());
        List<String> others = table.columns().stream()
                .filter(each -> !each.hasDefault() && !names.contains(each.name()))
                .map(WarehouseColumn::name)
                .toList();
        if (!others.isEmpty()) {
            throw new OpsException(
                    Kind.FAILED,
                    "table %s of the warehouse has no column %s, but has %s, which the source lacks: was it renamed?"
                            .formatted(table, column, String.join(", ", others)),
                    "if so: ALTER TABLE %s RENAME COLUMN %s TO %s; otherwise drop it in the warehouse, or add %3$s there"
                            .formatted(
                                    table.quoted(),
                                    Identifier.quoted(others.getFirst()),
                                    Identifier.quoted(Identifier.folded(column))));
        }
    }
}
