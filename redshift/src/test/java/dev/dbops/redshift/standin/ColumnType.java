package dev.dbops.redshift.standin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A type of Redshift, and what PostgreSQL gets for it.
 *
 * @param postgres the type for PostgreSQL
 * @param check the condition of a column of the type, with {@code %s} for its name; empty when every value is good
 * @param kind the beginning of the name of that constraint, from which {@link ServerError} knows what is wrong
 * @param end the index of the token after the type
 */
record ColumnType(String postgres, String check, String kind, int end) {
    /** A value is longer than its column, in bytes. */
    static final String BYTES = "bytes_";

    /** A date or time is infinite, or beyond the last day of Redshift. */
    static final String TIME = "time_";

    /** A decimal is NaN. */
    static final String NUMBER = "number_";

    /** Character types, https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html. */
    private static final int LONGEST_VARCHAR = 65_535;

    private static final int LONGEST_CHAR = 4096;
    private static final int DEFAULT_LENGTH = 256;

    /** VARBYTE, https://docs.aws.amazon.com/redshift/latest/dg/r_VARBYTE_type.html. */
    private static final int LONGEST_VARBYTE = 16_777_216;

    private static final int DEFAULT_VARBYTE = 64_000;

    /** Numeric types, https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html. */
    private static final int HIGHEST_PRECISION = 38;

    private static final int HIGHEST_SCALE = 37;
    private static final int DEFAULT_PRECISION = 18;

    private static final AtomicInteger CONSTRAINTS = new AtomicInteger();

    /**
     * Reads the type that begins at a token, of a statement that a template has.
     *
     * @throws RefusedStatement when a length, precision or scale is beyond the limits
     */
    static ColumnType at(List<SqlToken> tokens, int at) {
        var word = tokens.get(at).text().toUpperCase(Locale.ROOT);
        var end = at + 1;
        return switch (word) {
            case "VARCHAR", "CHARACTER", "CHAR", "TEXT" -> {
                var varying = tokens.get(end).isWord("VARYING");
                yield text(tokens, word, varying, varying ? end + 1 : end);
            }
            case "VARBYTE" -> varbyte(tokens, end);
            case "DECIMAL", "NUMERIC" -> decimal(tokens, end);
            case "DATE", "TIMESTAMP", "TIMESTAMPTZ" -> time(tokens, word, end);
            case "TIME", "TIMETZ" ->
                new ColumnType(written(tokens, at, afterZone(tokens, end)), "", "", afterZone(tokens, end));
            case "DOUBLE" -> new ColumnType("double precision", "", "", end + 1);
            default -> new ColumnType(word.toLowerCase(Locale.ROOT), "", "", end);
        };
    }

    private static ColumnType text(List<SqlToken> tokens, String word, boolean varying, int at) {
        var fixed = word.startsWith("CHAR") && !varying;
        var most = fixed ? LONGEST_CHAR : LONGEST_VARCHAR;
        var length = length(tokens, at, most).orElse(fixed ? 1 : DEFAULT_LENGTH);
        limit(
                length,
                1,
                most,
                "length for type " + (fixed ? "character" : "character varying") + " cannot exceed " + most);
        var bytes = "octet_length(%s) <= " + length;
        return new ColumnType((fixed ? "char(" : "varchar(") + length + ")", bytes, BYTES, afterLength(tokens, at));
    }

    private static ColumnType varbyte(List<SqlToken> tokens, int at) {
        var length = length(tokens, at, LONGEST_VARBYTE).orElse(DEFAULT_VARBYTE);
        limit(length, 1, LONGEST_VARBYTE, "length for type binary varying cannot exceed " + LONGEST_VARBYTE);
        return new ColumnType("varbyte", "octet_length(%s) <= " + length, BYTES, afterLength(tokens, at));
    }

    private static ColumnType decimal(List<SqlToken> tokens, int at) {
        var precision = length(tokens, at, HIGHEST_PRECISION).orElse(DEFAULT_PRECISION);
        var hasScale = tokens.size() > at + 3
                && tokens.get(at).isSymbol("(")
                && tokens.get(at + 2).isSymbol(",");
        var scale = hasScale ? number(tokens.get(at + 3)) : 0;
        limit(precision, 1, HIGHEST_PRECISION, "DECIMAL precision " + precision + " must be between 1 and 38");
        limit(
                scale,
                0,
                Math.min(HIGHEST_SCALE, precision),
                "DECIMAL scale " + scale + " must be between 0 and 37, and at most the precision");
        var end = hasScale ? at + 5 : afterLength(tokens, at);
        return new ColumnType("numeric(%d,%d)".formatted(precision, scale), "%s <> 'NaN'", NUMBER, end);
    }

    /** Dates and times end in the year 294276, and there is no infinity (r_Datetime_types). */
    private static ColumnType time(List<SqlToken> tokens, String word, int at) {
        var end = word.equals("TIMESTAMP") ? afterZone(tokens, at) : at;
        var last = word.equals("DATE") ? " AND %1$s <= date '294276-12-31'" : "";
        return new ColumnType(written(tokens, at - 1, end), "isfinite(%1$s)" + last, TIME, end);
    }

    private static int afterZone(List<SqlToken> tokens, int at) {
        var zoned = at < tokens.size()
                && (tokens.get(at).isWord("WITH") || tokens.get(at).isWord("WITHOUT"));
        return zoned ? at + 3 : at;
    }

    private static String written(List<SqlToken> tokens, int from, int to) {
        return String.join(
                " ", tokens.subList(from, to).stream().map(SqlToken::folded).toList());
    }

    private static Optional<Integer> length(List<SqlToken> tokens, int at, int most) {
        if (at >= tokens.size() || !tokens.get(at).isSymbol("(")) {
            return Optional.empty();
        }
        return Optional.of(tokens.get(at + 1).isWord("MAX") ? most : number(tokens.get(at + 1)));
    }

    private static int afterLength(List<SqlToken> tokens, int at) {
        return at < tokens.size() && tokens.get(at).isSymbol("(") ? at + 3 : at;
    }

    private static int number(SqlToken token) {
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw RefusedStatement.limit("not a length of a type: " + token.text());
        }
    }

    private static void limit(int value, int least, int most, String message) {
        if (value < least || value > most) {
            throw RefusedStatement.limit(message);
        }
    }

    /** The type with its constraint, for a column of that name. */
    String forColumn(String quotedName) {
        return check.isEmpty()
                ? postgres
                : postgres + " CONSTRAINT " + kind + CONSTRAINTS.incrementAndGet() + " CHECK ("
                        + check.formatted(quotedName) + ")";
    }
}
