package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Replaces psql's variables by their values: {@code :name :'name' :"name" :{?name}}. The value of the plain form is
 * itself searched for variables, as in psql (src/fe_utils/psqlscan.l, psqlscan_push_new_buffer).
 */
final class VariableFiller {
    private final ByteSource bytes;
    private final InputFile script;
    private final Variables variables;
    private final StatementText text;
    private final Deque<Value> values = new ArrayDeque<>();
    private int left;

    /**
     * A value that is being read.
     *
     * @param name of its variable
     * @param outside how many bytes of the values around it follow it
     * @param position of its variable in the script
     */
    private record Value(String name, int outside, ScriptPosition position) {}

    /** @param text is notified of each replacement */
    VariableFiller(ByteSource bytes, InputFile script, Variables variables, StatementText text) {
        this.bytes = bytes;
        this.script = script;
        this.variables = variables;
        this.text = text;
    }

    /** The length in bytes of an operator that begins with this colon and is not a variable: a cast, an assignment. */
    int colons() {
        var next = peek(1);
        return next == ':' || next == '=' ? 2 : 1;
    }

    /** The remaining bytes of the current value, which no token crosses; a large number outside of values. */
    int left() {
        while (!values.isEmpty() && bytes.inserted() <= values.peek().outside()) {
            values.pop();
        }
        return values.isEmpty()
                ? Integer.MAX_VALUE
                : bytes.inserted() - values.peek().outside();
    }

    /** Fills in the variable that begins here; returns false if none does. */
    boolean fill() {
        left = left();
        var next = peek(1);
        if (next == '\'' || next == '"') {
            return quotedVariable(next);
        }
        return next == '{' && peek(2) == '?' ? variableTest() : variable();
    }

    /** Looks ahead within the current value only: no token crosses its end. */
    private int peek(int distance) {
        var inside =
                values.isEmpty() || distance < bytes.inserted() - values.peek().outside();
        return inside ? bytes.peek(distance) : ByteSource.END;
    }

    private int endOfName(int start) {
        var end = start;
        while (Variables.isNamePart(peek(end))) {
            end++;
        }
        return end;
    }

    private boolean variable() {
        var end = endOfName(1);
        if (end == 1) {
            return false;
        }
        var name = bytes.textAhead(1, end);
        var value = variables.get(name, this::position);
        if (value.isEmpty()) {
            return false;
        }
        refuseCircle(name);
        var outside = Math.max(bytes.inserted() - end, 0);
        var position = position();
        substitute(end, value.get());
        values.push(new Value(name, outside, position));
        return true;
    }

    private void refuseCircle(String name) {
        for (var value : values) {
            if (value.name().equals(name)) {
                throw new OpsException(
                                Kind.USAGE,
                                "the value of the variable " + name + " refers to itself",
                                "take :" + name + " out of it")
                        .at(position());
            }
        }
    }

    private boolean quotedVariable(int quote) {
        var end = endOfName(2);
        if (end == 2 || peek(end) != quote) {
            return false;
        }
        var value = variables.get(bytes.textAhead(2, end), this::position);
        if (value.isEmpty()) {
            return false;
        }
        substitute(end + 1, quote == '\'' ? Variables.literal(value.get()) : Variables.identifier(value.get()));
        return true;
    }

    private boolean variableTest() {
        var end = endOfName(3);
        if (end == 3 || peek(end) != '}') {
            return false;
        }
        substitute(end + 1, variables.isSet(bytes.textAhead(3, end), this::position) ? "TRUE" : "FALSE");
        return true;
    }

    private void substitute(int length, String value) {
        var variable = bytes.textAhead(0, length);
        text.replacing(value.codePointCount(0, value.length()), variable.codePointCount(0, variable.length()));
        bytes.replace(length, ScriptText.bytes(value, bytes.settings()));
    }

    /** All text inside a value has the place of its variable. */
    private ScriptPosition position() {
        return !values.isEmpty()
                ? values.peek().position()
                : new ScriptPosition(script.name(), bytes.line(), bytes.column(), "");
    }
}
