package dev.dbops.script;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The variables of psql that a script may use: those of {@code -v}, which {@code &#92;set} changes. */
final class PsqlVariables {
    private final Map<String, String> values;

    PsqlVariables(Map<String, String> initial) {
        values = new HashMap<>(initial);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean isSet(String name) {
        return values.containsKey(name);
    }

    void set(String name, String value) {
        values.put(name, value);
    }

    void unset(String name) {
        values.remove(name);
    }

    /** Whether the byte may stand in a variable's name (src/bin/psql/variables.c, valid_variable_name). */
    static boolean isNamePart(int next) {
        return next >= 'a' && next <= 'z'
                || next >= 'A' && next <= 'Z'
                || next >= '0' && next <= '9'
                || next == '_'
                || next >= 0x80;
    }

    /** The value as a string constant, as {@code :'name'} inserts it (PQescapeLiteral). */
    static String literal(String value) {
        var doubled = value.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }

    /** The value as an identifier, as {@code :"name"} inserts it. */
    static String identifier(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }
}
