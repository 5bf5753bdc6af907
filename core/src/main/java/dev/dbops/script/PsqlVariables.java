package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The variables of psql that a script may use: psql's own, and those of {@code -v}, which {@code &#92;set} changes. */
final class PsqlVariables {
    private static final int LONGEST_VALUE = 16_000_000;

    private final Map<String, String> values;
    private final Set<String> removed = new HashSet<>();
    private final Optional<BuiltInVariables> own;
    private boolean lineEndsStatement;

    /** With only these variables. */
    PsqlVariables(Map<String, String> initial) {
        values = new HashMap<>(initial);
        own = Optional.empty();
    }

    /** With these variables and psql's own. */
    PsqlVariables(Map<String, String> initial, BuiltInVariables own) {
        values = new HashMap<>();
        this.own = Optional.of(own);
        initial.forEach(this::put);
    }

    /**
     * Returns the value; empty if there is no such variable.
     *
     * @param place the place of the variable, for the error when its value is unknown
     */
    Optional<String> get(String name, Supplier<ScriptPosition> place) {
        var value = values.get(name);
        if (value != null || own.isEmpty() || removed.contains(name)) {
            return Optional.ofNullable(value);
        }
        try {
            return own.get().get(name);
        } catch (OpsException e) {
            throw e.kind() == Kind.USAGE ? e.at(place.get()) : e;
        }
    }

    boolean isSet(String name) {
        return values.containsKey(name) || own.isPresent() && !removed.contains(name) && BuiltInVariables.isOwn(name);
    }

    /** Applies {@code \set}; psql's switches accept only on and off, and an empty value means on. */
    void set(PsqlCommand command, String name, String value) {
        var meant = BuiltInVariables.isSwitch(name) && value.isEmpty() ? "on" : value;
        if (BuiltInVariables.isSwitch(name) && PsqlBoolean.of(meant).isEmpty()) {
            throw command.refused(
                    "psql's variable " + name + " is on or off, not \"" + value + "\"", "\\set " + name + " on");
        }
        if (meant.length() > LONGEST_VALUE) {
            // as when each line of a script doubles it
            throw command.refused(
                    "the value of the variable %s is longer than %d million characters"
                            .formatted(name, LONGEST_VALUE / 1_000_000),
                    "load large values with COPY, or with db-ops seed");
        }
        put(name, meant);
    }

    /** The variables that psql sets itself. */
    void put(String name, String value) {
        values.put(name, value);
        if (name.equals("SINGLELINE")) {
            lineEndsStatement = PsqlBoolean.of(value).orElse(false);
        }
    }

    void unset(String name) {
        values.remove(name);
        if (BuiltInVariables.isSwitch(name)) {
            put(name, "off");
        } else {
            removed.add(name);
        }
    }

    /** Returns whether the end of a line ends a statement: the variable SINGLELINE. */
    boolean lineEndsStatement() {
        return lineEndsStatement;
    }

    /** Returns whether a variable's name may contain the byte (src/bin/psql/variables.c, valid_variable_name). */
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
