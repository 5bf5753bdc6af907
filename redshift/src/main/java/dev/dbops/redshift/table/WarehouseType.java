package dev.dbops.redshift.table;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A type of a column ("Data types", Amazon Redshift database developer guide,
 * https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html).
 *
 * @param kind the type without its limits
 * @param length for texts and bytes, the limit in bytes; for DECIMAL, the precision; otherwise 0
 * @param scale the digits after the point of a DECIMAL; otherwise 0
 */
public record WarehouseType(Kind kind, int length, int scale) {
    /** The limit of VARCHAR in bytes. */
    public static final int MOST_TEXT = 65_535;

    /** The greatest precision of DECIMAL. */
    public static final int MOST_DIGITS = 38;

    /** The greatest scale of DECIMAL. */
    public static final int MOST_SCALE = 37;

    private static final Pattern TEXT = Pattern.compile("([a-z][a-z ]*?)(?:\\((\\d+)(?:,\\s*(\\d+))?\\))?([a-z ]*)");

    /** The types that db-ops writes, and {@code OTHER} for the rest. */
    public enum Kind {
        SMALLINT,
        INTEGER,
        BIGINT,
        DECIMAL,
        REAL,
        DOUBLE_PRECISION,
        BOOLEAN,
        CHAR,
        VARCHAR,
        DATE,
        TIME,
        TIMETZ,
        TIMESTAMP,
        TIMESTAMPTZ,
        SUPER,
        VARBYTE,
        OTHER
    }

    /** A type without limits. */
    public static WarehouseType of(Kind kind) {
        return new WarehouseType(kind, 0, 0);
    }

    /** A VARCHAR of so many bytes, at most {@link #MOST_TEXT}. */
    public static WarehouseType varchar(int bytes) {
        return new WarehouseType(Kind.VARCHAR, Math.clamp(bytes, 1, MOST_TEXT), 0);
    }

    /** Reads the name of a type as {@code format_type} has it. */
    public static WarehouseType parse(String text) {
        var matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return of(Kind.OTHER);
        }
        var length = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        var scale = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return new WarehouseType(kind(matcher.group(1) + matcher.group(4)), length, scale);
    }

    private static Kind kind(String name) {
        return switch (name) {
            case "smallint" -> Kind.SMALLINT;
            case "integer" -> Kind.INTEGER;
            case "bigint" -> Kind.BIGINT;
            case "numeric" -> Kind.DECIMAL;
            case "real" -> Kind.REAL;
            case "double precision" -> Kind.DOUBLE_PRECISION;
            case "boolean" -> Kind.BOOLEAN;
            case "character" -> Kind.CHAR;
            case "character varying" -> Kind.VARCHAR;
            case "date" -> Kind.DATE;
            case "time without time zone" -> Kind.TIME;
            case "time with time zone" -> Kind.TIMETZ;
            case "timestamp without time zone" -> Kind.TIMESTAMP;
            case "timestamp with time zone" -> Kind.TIMESTAMPTZ;
            case "super" -> Kind.SUPER;
            case "binary varying", "varbyte" -> Kind.VARBYTE;
            default -> Kind.OTHER;
        };
    }

    /** The type in SQL. */
    public String sql() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(%d, %d)".formatted(length, scale);
            case CHAR, VARCHAR, VARBYTE -> "%s(%d)".formatted(kind, length);
            case DOUBLE_PRECISION -> "DOUBLE PRECISION";
            default -> kind.name();
        };
    }

    /**
     * Returns the SQL that makes a value of this type of a VARCHAR, which has the text that {@code StageValue} writes. A
     * VARCHAR cannot be cast to BOOLEAN ("Type compatibility and conversion").
     *
     * @param column the name of the VARCHAR in SQL
     */
    public String fromText(String column) {
        return switch (kind) {
            case VARCHAR -> column;
            case BOOLEAN -> "CASE %s WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END".formatted(column);
            case SUPER -> "JSON_PARSE(%s)".formatted(column);
            case VARBYTE -> "FROM_HEX(%s)".formatted(column);
            default -> "CAST(%s AS %s)".formatted(column, sql());
        };
    }
}
