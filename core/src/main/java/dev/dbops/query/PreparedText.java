package dev.dbops.query;

import java.util.List;
import java.util.Optional;

/**
 * SQL with the values of its parameters.
 *
 * @param sql the text, with {@code $1} for the first value
 * @param values their texts; empty for NULL
 * @param types their types by OID, as many; {@code Oid.UNSPECIFIED} where the server infers them
 */
record PreparedText(String sql, List<Optional<String>> values, int... types) {
    /** The same values with another text. */
    PreparedText withSql(String other) {
        return new PreparedText(other, values, types);
    }
}
