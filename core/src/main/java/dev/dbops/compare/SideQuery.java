package dev.dbops.compare;

import dev.dbops.postgres.Database;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the statements that read one table of one side. */
final class SideQuery {
    /** The number of groups into which the rows are divided by the hash of their key: a power of two. */
    static final int BUCKETS = 4096;

    private static final int SHOWN_CHARACTERS = 100;

    private final Database database;
    private final ComparedTable table;
    private final List<ComparedColumn> columns;
    private final List<ComparedColumn> identity;
    private final boolean unique;
    private final boolean keyed;
    private final RowHash hash;
    private final String where;

    private SideQuery(
            Database database,
            TablePair pair,
            ComparedTable table,
            List<ComparedColumn> columns,
            RowHash hash,
            String where) {
        this.database = database;
        this.table = table;
        this.columns = columns;
        this.identity = pair.identity(columns);
        this.unique = pair.isUnique(table);
        this.keyed = !pair.key().isEmpty();
        this.hash = hash;
        // a comment at its end must not hide the bracket
        this.where = where.isEmpty() ? "" : " WHERE (" + where + "\n)";
    }

    static SideQuery ofSource(Database database, TablePair pair, RowHash hash, String where) {
        return new SideQuery(database, pair, pair.source(), pair.sourceColumns(), hash, where);
    }

    static SideQuery ofTarget(Database database, TablePair pair, RowHash hash, String where) {
        return new SideQuery(database, pair, pair.target(), pair.targetColumns(), hash, where);
    }

    private String from() {
        return " FROM " + table.from(database) + where;
    }

    /** Returns the statement that fails when the condition is not valid for the table. */
    String check() {
        return "SELECT 1" + from() + " LIMIT 0";
    }

    /** Returns the statement for the number of rows and the sum of their hashes. */
    String sum() {
        return "SELECT " + sums() + from();
    }

    /** Sums do not depend on an order, and do not cancel equal rows as XOR would. */
    private String sums() {
        return "concat_ws(' ', count(*), "
                + hash.row(database, table, columns).stream()
                        .map(number -> "coalesce(sum(" + number + "), 0)")
                        .collect(Collectors.joining(", "))
                + "), count(*)";
    }

    /** Returns the statement for the same of each bucket: sum, count, bucket. */
    String bucketSums() {
        return "SELECT " + sums() + ", " + bucket() + from() + " GROUP BY 3";
    }

    private String bucket() {
        return "((" + hash.key(database, table, identity) + ") & " + (BUCKETS - 1) + ")";
    }

    /**
     * Returns the statement for the rows of some buckets, ordered by the hashes of key and row: both, the number of
     * equal rows, and the text of the columns that identify the row.
     */
    String rows(Set<Integer> buckets) {
        var numbers = Stream.concat(
                        Stream.of(hash.key(database, table, identity)), hash.row(database, table, columns).stream())
                .toList();
        var places = hash.strong() ? "1, 2, 3" : "1, 2";
        return "SELECT " + String.join(", ", numbers) + ", " + (unique ? "1" : "count(*)")
                + identity.stream().map(column -> ", " + shown(column)).collect(Collectors.joining())
                + from()
                + (buckets.size() == BUCKETS ? "" : (where.isEmpty() ? " WHERE " : " AND ") + isIn(buckets))
                + (unique ? "" : " GROUP BY " + places)
                + " ORDER BY " + places;
    }

    private String shown(ComparedColumn column) {
        var text = column.kind().textOrNull(table.reference(database, column.name()));
        var part = keyed ? text : "left(" + text + ", " + SHOWN_CHARACTERS + ")";
        return unique ? part : "min((" + part + ") COLLATE \"C\")";
    }

    /** Compares with a bit of a constant, which costs the same for any number of buckets. */
    private String isIn(Set<Integer> buckets) {
        var bits = new byte[BUCKETS / 8];
        buckets.forEach(bucket -> bits[bucket / 8] |= (byte) (1 << bucket % 8));
        return "get_bit('\\x" + java.util.HexFormat.of().formatHex(bits) + "'::bytea, " + bucket() + "::int) = 1";
    }

    /**
     * Returns the statement for rows with certain keys: the place of the key, and the text of hashes.
     *
     * @param keys the text of the key's columns, for each key
     * @param whole whether there is one hash, of the row, and the condition applies; else one for each column
     */
    String rowsOf(List<List<String>> keys, boolean whole) {
        var arrays = Stream.iterate(0, i -> i < identity.size(), i -> i + 1)
                .map(i -> array(keys.stream().map(key -> key.get(i)).toList()))
                .collect(Collectors.joining(", "));
        var names = Stream.iterate(0, i -> i < identity.size(), i -> i + 1)
                .map(i -> "dbops_k" + i)
                .collect(Collectors.joining(", "));
        var hashes = whole
                ? hash.row(database, table, columns).stream()
                        .map(number -> "(" + number + ")::text")
                        .collect(Collectors.joining(" || ' ' || "))
                : columns.stream()
                        .map(column -> hash.column(database, table, column))
                        .collect(Collectors.joining(", "));
        return "SELECT dbops_key.dbops_place, " + hashes + " FROM unnest(" + arrays
                + ") WITH ORDINALITY AS dbops_key (" + names + ", dbops_place) JOIN " + table.from(database) + " ON "
                + Stream.iterate(0, i -> i < identity.size(), i -> i + 1)
                        .map(this::equality)
                        .collect(Collectors.joining(" AND "))
                + (whole ? where : "");
    }

    private String equality(int place) {
        var column = identity.get(place);
        return table.reference(database, column.name()) + " " + column.equality() + " dbops_key.dbops_k" + place + "::"
                + column.inputType();
    }

    /** A constant rather than a parameter: ? in the user's condition is an operator. */
    private String array(List<String> values) {
        return database.quoteLiteral(values.stream()
                        .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}")))
                + "::text[]";
    }

    List<ComparedColumn> columns() {
        return columns;
    }

    List<ComparedColumn> identity() {
        return identity;
    }

    /** Returns how many numbers a row has. */
    int numbers() {
        return hash.strong() ? 2 : 1;
    }

    /** Returns how many rows are in memory at once: texts of a key are short, those of other columns need not be. */
    int fetch() {
        return keyed ? 1000 : Math.max(50, 1000 / Math.max(1, columns.size()));
    }
}
