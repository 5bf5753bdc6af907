package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import dev.dbops.script.lexer.PsqlCommand;
import dev.dbops.script.lexer.Variables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The variables of psql that a script may use: psql's own, and those of {@code -v}, which {@code &#92;set} changes. */
final class PsqlVariables implements Variables {
    private static final int LONGEST_VALUE = 16_000_000;

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final BuiltInVariables own;
    private boolean lineEndsStatement;

    PsqlVariables(Map<String, String> initial, BuiltInVariables own) {
        this.own = own;
        initial.forEach(this::put);
    }

    @Override
    public Optional<String> get(String name, Supplier<ScriptPosition> place) {
        var value = values.get(name);
        if (value != null || removed.contains(name)) {
            return Optional.ofNullable(value);
        }
        try {
            return own.get(name);
        } catch (OpsException e) {
            throw e.kind() == Kind.USAGE ? e.at(place.get()) : e;
        }
    }

    @Override
    public boolean isSet(String name) {
        return values.containsKey(name) || !removed.contains(name) && BuiltInVariables.isOwn(name);
    }

    /** Applies {@code \set}; psql's switches accept only on and off, and an empty value means on. */
    void set(PsqlCommand command, String name, String value) {
        var meant = BuiltInVariables.isSwitch(name) && value.isEmpty() ? "on" : value;
        if (BuiltInVariables.isSwitch(name) && PsqlBoolean.of(meant).isEmpty()) {
            throw command.refused(
                    "psql's variable " + name + " must be on or off, not \"" + value + "\"", "\\set " + name + " on");
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

    @Override
    public boolean lineEndsStatement() {
        return lineEndsStatement;
    }
}
