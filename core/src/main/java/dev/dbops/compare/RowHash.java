package dev.dbops.compare;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the SQL for the hashes of rows, which are numbers of 64 bits.
 *
 * <p>Each column is hashed with a seed of its own, so that the same values in other columns have another hash. The
 * hashes of the columns are combined by XOR, and the result is mixed once more: only then sums over rows differ when two
 * rows have exchanged values. NULL has a constant of its own in each column.
 *
 * @param strong whether a row has two numbers, which are the first half of the SHA-256 of its text
 * @param toUtf8 whether text is converted to UTF-8, because the databases have different encodings
 */
record RowHash(boolean strong, boolean toUtf8) {
    /** Has the same result on servers whose hash functions are the same: they differ by the order of bytes at least. */
    static final String PROBE = """
        SELECT concat_ws(' ', hashtextextended('db-ops: a text of several words' COLLATE "C", 7),
                         hashint2extended(-7::int2, 7), hashint4extended(-77777, 7), hashint8extended(-7777777777777, 7),
                         hashfloat4extended(1.5::float4, 7), hashfloat8extended(-1.1, 7),
                         hash_numeric_extended(12345678.9, 7),
                         uuid_hash_extended('c0ffee00-1234-5678-9abc-def012345678', 7))\
        """;

    /** Constants of the 64-bit generator SplitMix (Steele, Lea, Flood, 2014). */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
    private static final long MIX_2 = 0x94D049BB133111EBL;

    /** Returns SQL for the numbers of a row: one, or two. */
    List<String> row(Database database, ComparedTable table, List<ComparedColumn> columns) {
        if (!strong) {
            return List.of(mixed(database, table, columns));
        }
        var digest = digest(database, table, columns);
        return List.of(part(digest, 1), part(digest, 17));
    }

    /** Returns SQL for one number of the key. */
    String key(Database database, ComparedTable table, List<ComparedColumn> columns) {
        return strong ? part(digest(database, table, columns), 1) : mixed(database, table, columns);
    }

    /** Returns SQL for one text of a single column, to find which columns differ. */
    String column(Database database, ComparedTable table, ComparedColumn column) {
        return row(database, table, List.of(column)).stream()
                .map(number -> "(" + number + ")::text")
                .collect(Collectors.joining(" || ' ' || "));
    }

    private String mixed(Database database, ComparedTable table, List<ComparedColumn> columns) {
        var hashes = new ArrayList<String>();
        for (var i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            var hash = column.kind().hash(table.reference(database, column.name()), seed(2 * i), toUtf8);
            hashes.add(column.notNull() ? hash : "coalesce(" + hash + ", " + seed(2 * i + 1) + ")");
        }
        return hashes.isEmpty() ? "0::bigint" : "hashint4extended(1, " + String.join(" # ", hashes) + ")";
    }

    /** The text of a record is unambiguous: it quotes, and distinguishes NULL from an empty text. */
    private static String digest(Database database, ComparedTable table, List<ComparedColumn> columns) {
        var values = columns.stream()
                .map(column -> {
                    var reference = table.reference(database, column.name());
                    return column.kind() == ValueKind.BPCHAR ? reference + "::text" : reference;
                })
                .collect(Collectors.joining(", "));
        return "encode(sha256(convert_to(ROW(" + values + ")::text, 'UTF8')), 'hex')";
    }

    private static String part(String digest, int from) {
        return "('x' || substr(" + digest + ", " + from + ", 16))::bit(64)::bigint";
    }

    /** A number of 62 bits, which needs no sign, for each place. */
    private static long seed(int place) {
        var mixed = (place + 1) * GOLDEN;
        mixed = (mixed ^ mixed >>> 30) * MIX_1;
        mixed = (mixed ^ mixed >>> 27) * MIX_2;
        return (mixed ^ mixed >>> 31) >>> 2 | 1L << 61;
    }
}
