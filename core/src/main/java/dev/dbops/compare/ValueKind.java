package dev.dbops.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the SQL for the hash of a value: a number of 64 bits that depends on all bits of the value and on a seed.
 *
 * <p>The server's hash functions for equality are not enough: for some types they are equal for values that differ. That
 * of bigint and of times combines both halves into 32 bits (so that 1 and 4294967296 have one hash), that of numeric
 * leaves out sign and scale, that of float the sign of zero, that of char the case of citext. What is written here adds
 * what they leave out (PostgreSQL's sources, hashfunc.c, numeric.c, timestamp.c); all other types are hashed as text.
 * The functions with a seed exist since PostgreSQL 11, and {@link RowHash#PROBE} compares them on the two servers.
 *
 * <p>In the SQL, {c} is the value, {s} the seed, and {text} the text of the value in the encoding of the comparison. The
 * SQL is NULL for NULL.
 */
enum ValueKind {
    INT2("hashint2extended({c}, {s})"),
    INT4("hashint4extended({c}, {s})"),
    /** The seed is mixed as 64 bits, so the value is a part of it. */
    INT8("hashint8extended({c}, {c} # {s})"),
    BOOL("CASE WHEN {c} THEN hashint4extended(1, {s}) WHEN NOT {c} THEN hashint4extended(2, {s}) END"),
    UUID("uuid_hash_extended({c}, {s})"),
    DATE("CASE WHEN isfinite({c}) THEN hashint4extended({c} - DATE '2000-01-01', {s}) ELSE {text} END"),
    /**
     * In these years a double precision number of seconds is exact to the microsecond: less than 2^33 seconds from 2000,
     * where the next number is less than a microsecond away. The function is that of GiST indexes on ranges; date_part
     * takes four times as long, because it reads the name of its field for each row.
     */
    TIMESTAMP("CASE WHEN {c} BETWEEN TIMESTAMP '1800-01-01' AND TIMESTAMP '2200-01-01'"
            + " THEN hashfloat8extended(tsrange_subdiff({c}, TIMESTAMP '2000-01-01'), {s}) ELSE {text} END"),
    TIMESTAMPTZ("CASE WHEN {c} BETWEEN TIMESTAMPTZ '1800-01-01 00:00:00Z' AND TIMESTAMPTZ '2200-01-01 00:00:00Z' THEN"
            + " hashfloat8extended(tstzrange_subdiff({c}, TIMESTAMPTZ '2000-01-01 00:00:00Z'), {s}) ELSE {text}"
            + " END"),
    FLOAT4("CASE WHEN {c} <> 0 AND {c} <> 'NaN' THEN hashfloat4extended({c}, {s}) ELSE {text} END"),
    FLOAT8("CASE WHEN {c} <> 0 AND {c} <> 'NaN' THEN hashfloat8extended({c}, {s}) ELSE {text} END"),
    /** NaN and the infinities have no scale. */
    NUMERIC("coalesce(hashint4extended(CASE WHEN {c} < 0 THEN -1 - scale({c}) ELSE scale({c}) END,"
            + " hash_numeric_extended({c}, {s})), {text})"),
    TEXT("{text}"),
    VARCHAR("{text}"),
    /** Its cast to text removes the padding. */
    BPCHAR("{text}"),
    /** A cast to text could be a function of the type's owner; concat calls the output function of the type. */
    OTHER("CASE WHEN {c} IS DISTINCT FROM NULL THEN {text} END");

    private static final Pattern PLACE = Pattern.compile("\\{(c|s|text)}");

    private final String sql;

    ValueKind(String sql) {
        this.sql = sql;
    }

    /** Returns the kind for the name of a type of the server's own schema; OTHER for all that have none. */
    static ValueKind of(String type) {
        for (var kind : values()) {
            if (kind.name().equalsIgnoreCase(type)) {
                return kind;
            }
        }
        return OTHER;
    }

    /** Returns SQL for the text of a value, which is not NULL. */
    String text(String column) {
        return switch (this) {
            case OTHER -> "concat(" + column + ")";
            default -> column + "::text";
        };
    }

    /** Returns SQL for the text of a value; NULL for NULL. */
    String textOrNull(String column) {
        return this == OTHER
                ? "CASE WHEN " + column + " IS DISTINCT FROM NULL THEN concat(" + column + ") END"
                : column + "::text";
    }

    /**
     * Returns SQL for the hash of a value; NULL for NULL.
     *
     * @param toUtf8 whether the text is converted to UTF-8, because the databases have different encodings
     */
    String hash(String column, long seed, boolean toUtf8) {
        var text = toUtf8 ? "encode(convert_to(" + text(column) + ", 'UTF8'), 'hex')" : text(column);
        var ofText = "hashtextextended((" + text + ") COLLATE \"C\", " + seed + ")";
        return PLACE.matcher(sql)
                .replaceAll(place -> Matcher.quoteReplacement(
                        switch (place.group()) {
                            case "{c}" -> column;
                            case "{s}" -> Long.toString(seed);
                            default -> ofText;
                        }));
    }
}
