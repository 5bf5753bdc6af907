package dev.dbops.redshift.write;

import dev.dbops.redshift.table.Identifier;
import java.util.Collection;
import java.util.stream.Collectors;

/** Parts of SQL. */
final class Sql {
    private Sql() {}

    /** The names in quotes, with commas between them. */
    static String names(Collection<String> names) {
        return names.stream().map(Identifier::quoted).collect(Collectors.joining(", "));
    }
}
