package dev.dbops.script.lexer;

import dev.dbops.ScriptPosition;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The variables whose values a script inserts into its SQL: {@code :name :'name' :"name" :{?name}}. */
public interface Variables {
    /** No variable is set. */
    Variables NONE = of(Map.of());

    /** Variables with these values, which do not change. */
    static Variables of(Map<String, String> values) {
        return new Variables() {
            @Override
            public Optional<String> get(String name, Supplier<ScriptPosition> place) {
                return Optional.ofNullable(values.get(name));
            }

            @Override
            public boolean isSet(String name, Supplier<ScriptPosition> place) {
                return values.containsKey(name);
            }

            @Override
            public boolean lineEndsStatement() {
                return false;
            }
        };
    }

    /**
     * Returns the value; empty if there is no such variable.
     *
     * @param place the place of the variable, for the error when its value is unknown
     */
    Optional<String> get(String name, Supplier<ScriptPosition> place);

    /**
     * Returns whether there is such a variable.
     *
     * @param place as for {@link #get}
     */
    boolean isSet(String name, Supplier<ScriptPosition> place);

    /** Returns whether the end of a line ends a statement: the variable SINGLELINE. */
    boolean lineEndsStatement();

    /** Returns whether a variable's name may contain the byte (src/bin/psql/variables.c, valid_variable_name). */
    static boolean isNamePart(int next) {
        return next >= 'a' && next <= 'z'
                || next >= 'A' && next <= 'Z'
                || next >= '0' && next <= '9'
                || next == '_'
                || next >= 0x80;
    }

    static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(Variables::isNamePart);
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
