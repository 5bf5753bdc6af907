package dev.dbops.redshift.table;

import dev.dbops.events.connect.ColumnType;
import dev.dbops.redshift.table.WarehouseType.Kind;

/** The types of the warehouse for types of PostgreSQL, which lose nothing that Redshift can keep. */
public final class TypeMapping {
    /** A character of UTF-8 has at most so many bytes, and lengths are bytes in Redshift. */
    private static final int BYTES_OF_CHARACTER = 4;

    /** The texts of fixed-size types, and names and labels of enums (NAMEDATALEN). */
    private static final int UUID = 36;

    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_ADDRESS = 43;
    private static final int LONGEST_MAC = 23;

    /** The limit of {@code atttypmod} that has no modifier, and the length of a varlena's header, which is added. */
    private static final int HEADER = 4;

    /** The bytes whose hexadecimal text fits into a VARCHAR. */
    private static final int MOST_BYTES = WarehouseType.MOST_TEXT / 2;

    private TypeMapping() {}

    /** Returns the type of the warehouse for a column of the source. */
    public static WarehouseType of(ColumnType source) {
        if (source.isArray()) {
            return WarehouseType.of(Kind.SUPER);
        }
        return switch (source.name()) {
            case "int2" -> WarehouseType.of(Kind.SMALLINT);
            case "int4" -> WarehouseType.of(Kind.INTEGER);
            case "int8", "oid" -> WarehouseType.of(Kind.BIGINT);
            case "float4" -> WarehouseType.of(Kind.REAL);
            case "float8" -> WarehouseType.of(Kind.DOUBLE_PRECISION);
            case "numeric" -> decimal(source.modifier());
            case "bool" -> WarehouseType.of(Kind.BOOLEAN);
            case "date" -> WarehouseType.of(Kind.DATE);
            case "time" -> WarehouseType.of(Kind.TIME);
            case "timetz" -> WarehouseType.of(Kind.TIMETZ);
            case "timestamp" -> WarehouseType.of(Kind.TIMESTAMP);
            case "timestamptz" -> WarehouseType.of(Kind.TIMESTAMPTZ);
            case "json", "jsonb", "hstore", "record", "int2vector", "oidvector" -> WarehouseType.of(Kind.SUPER);
            case "bytea" -> new WarehouseType(Kind.VARBYTE, MOST_BYTES, 0);
            case "varchar", "bpchar" -> text(source.modifier());
            case "uuid" -> WarehouseType.varchar(UUID);
            case "inet", "cidr" -> WarehouseType.varchar(LONGEST_ADDRESS);
            case "macaddr", "macaddr8" -> WarehouseType.varchar(LONGEST_MAC);
            case "name" -> WarehouseType.varchar(LONGEST_NAME);
            case "bit" -> WarehouseType.varchar(source.modifier());
            default ->
                source.labels().isEmpty()
                        ? WarehouseType.varchar(WarehouseType.MOST_TEXT)
                        : WarehouseType.varchar(LONGEST_NAME);
        };
    }

    private static WarehouseType text(int modifier) {
        var characters = modifier - HEADER;
        return modifier < HEADER || characters > WarehouseType.MOST_TEXT / BYTES_OF_CHARACTER
                ? WarehouseType.varchar(WarehouseType.MOST_TEXT)
                : WarehouseType.varchar(characters * BYTES_OF_CHARACTER);
    }

    /** Precision and scale, as numeric_typmod_precision and numeric_typmod_scale in numeric.c read them. */
    private static WarehouseType decimal(int modifier) {
        if (modifier < HEADER) {
            return WarehouseType.varchar(WarehouseType.MOST_TEXT);
        }
        var precision = (modifier - HEADER) >> 16 & 0xffff;
        var scale = (modifier - HEADER & 0x7ff ^ 1024) - 1024;
        // a negative scale means zeros before the point, one above the precision zeros after it
        var digits = scale < 0 ? precision - scale : Math.max(precision, scale);
        if (digits > WarehouseType.MOST_DIGITS || scale > WarehouseType.MOST_SCALE) {
            return WarehouseType.varchar(WarehouseType.MOST_TEXT);
        }
        return new WarehouseType(Kind.DECIMAL, digits, Math.max(scale, 0));
    }
}
