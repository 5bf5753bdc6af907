package dev.dbops.aws.dataapi;

import java.util.List;
import java.util.Optional;

/**
 * The result of a statement.
 *
 * @param columns its columns; empty when it has no rows at all
 * @param rows the text of the values
 * @param tag the server's command tag
 */
record ResultRows(Optional<List<Column>> columns, List<List<Optional<String>>> rows, String tag) {
    /**
     * A column.
     *
     * @param name its name
     * @param type the OID of its type
     */
    record Column(String name, int type) {}

    /** The result of a statement without rows. */
    static ResultRows none(String tag) {
        return new ResultRows(Optional.empty(), List.of(), tag);
    }
}
