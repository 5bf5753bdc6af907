package dev.dbops.script.variables;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import dev.dbops.script.lexer.PsqlCommand;
import dev.dbops.script.lexer.Variables;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The variables of psql that a script may use: psql's own, and those of {@code -v}, which {@code &#92;set} and
 * {@code &#92;gset} change. While a script is only checked, the values of {@code &#92;gset} are unknown.
 */
public final class PsqlVariables implements Variables {
    private static final int LONGEST_VALUE = 16_000_000;

    private final BuiltInVariables own;
    private VariableValues values = new VariableValues();
    private boolean lineEndsStatement;
    private boolean unknownUsed;

    public PsqlVariables(Map<String, String> initial, BuiltInVariables own) {
        this.own = own;
        initial.forEach(this::put);
    }

    @Override
    public Optional<String> get(String name, Supplier<ScriptPosition> place) {
        if (isUnknown(name, place)) {
            unknownUsed = true;
            return Optional.empty();
        }
        var value = values.get(name);
        if (value.isPresent() || values.isRemoved(name)) {
            return value;
        }
        try {
            return own.get(name);
        } catch (OpsException e) {
            throw e.kind() == Kind.USAGE ? e.at(place.get()) : e;
        }
    }

    @Override
    public boolean isSet(String name, Supplier<ScriptPosition> place) {
        if (isUnknown(name, place)) {
            unknownUsed = true;
            return false;
        }
        return values.get(name).isPresent() || !values.isRemoved(name) && BuiltInVariables.isOwn(name);
    }

    /**
     * Returns whether the value is only known when the script runs.
     *
     * @throws OpsException of kind USAGE if the run has skipped the {@code \gset}
     */
    boolean isUnknown(String name, Supplier<ScriptPosition> place) {
        var result = values.unknownResult(name);
        result.flatMap(ResultNames::skipped).ifPresent(skipped -> {
            throw new OpsException(
                            Kind.USAGE,
                            "the value of %s is unknown: the \\gset at %s is before the first line"
                                    .formatted(name, skipped),
                            "set it with -v %s=VALUE".formatted(name))
                    .at(place.get());
        });
        return result.isPresent() || values.differs(name);
    }

    /** Returns whether SQL has used an unknown value since the last call. */
    public boolean takeUnknownUse() {
        var used = unknownUsed;
        unknownUsed = false;
        return used;
    }

    /** Applies {@code \set}; psql's switches accept only on and off, and an empty value means on. */
    public void set(PsqlCommand command, String name, String value) {
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
    public void put(String name, String value) {
        values.put(name, value);
        if (name.equals("SINGLELINE")) {
            lineEndsStatement = PsqlBoolean.of(value).orElse(false);
        }
    }

    public void unset(String name) {
        values.remove(name);
        if (BuiltInVariables.isSwitch(name)) {
            put(name, "off");
        }
    }

    /** The variable has a value that is only known when the script runs. */
    public void setUnknown(String name) {
        values.makeUnknown(name);
    }

    /** These variables may have other values from here on. */
    public void forget(ResultNames names) {
        values.forget(names);
    }

    /** The values at this place, for {@link #restore} and {@link #merge}. */
    VariableValues current() {
        return new VariableValues(values);
    }

    /** Another branch of a condition begins with the values before the condition. */
    void restore(VariableValues before) {
        values = new VariableValues(before);
    }

    /** From here on, either these values or the others hold. */
    void merge(VariableValues other) {
        values.merge(other);
    }

    @Override
    public boolean lineEndsStatement() {
        return lineEndsStatement;
    }
}
