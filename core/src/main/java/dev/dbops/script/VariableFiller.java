package dev.dbops.script;

import java.util.ArrayList;
import java.util.List;

/** Puts the values of psql's variables in their places: {@code :name :'name' :"name" :{?name}}. */
final class VariableFiller {
    private final ByteSource bytes;
    private final PsqlVariables variables;
    private final List<Statement.Substitution> substitutions = new ArrayList<>();

    VariableFiller(ByteSource bytes, PsqlVariables variables) {
        this.bytes = bytes;
        this.variables = variables;
    }

    /** What has been filled in since the last call. */
    List<Statement.Substitution> take() {
        var taken = List.copyOf(substitutions);
        substitutions.clear();
        return taken;
    }

    /** A cast, an assignment, or a variable of psql. */
    void colon() {
        var next = bytes.peek(1);
        if (next == ':' || next == '=') {
            bytes.advance(2);
        } else if (bytes.inReplacement()) {
            // A value is not searched for variables, which could go round in circles.
            bytes.advance();
        } else if (next == '\'' || next == '"') {
            quotedVariable(next);
        } else if (next == '{' && bytes.peek(2) == '?') {
            variableTest();
        } else {
            variable();
        }
    }

    private void variable() {
        var end = 1;
        while (PsqlVariables.isNamePart(bytes.peek(end))) {
            end++;
        }
        var value = variables.get(bytes.textAhead(1, end));
        if (end > 1 && value.isPresent()) {
            substitute(end, value.get());
        } else {
            bytes.advance();
        }
    }

    private void quotedVariable(int quote) {
        var end = 2;
        while (PsqlVariables.isNamePart(bytes.peek(end))) {
            end++;
        }
        var value = variables.get(bytes.textAhead(2, end));
        if (bytes.peek(end) == quote && value.isPresent()) {
            substitute(
                    end + 1,
                    quote == '\'' ? PsqlVariables.literal(value.get()) : PsqlVariables.identifier(value.get()));
        } else {
            bytes.advance();
        }
    }

    private void variableTest() {
        var end = 3;
        while (PsqlVariables.isNamePart(bytes.peek(end))) {
            end++;
        }
        if (bytes.peek(end) == '}' && end > 3) {
            substitute(end + 1, variables.isSet(bytes.textAhead(3, end)) ? "TRUE" : "FALSE");
        } else {
            bytes.advance();
        }
    }

    private void substitute(int length, String value) {
        var start = bytes.charactersSinceMark();
        var variable = bytes.textAhead(0, length);
        substitutions.add(new Statement.Substitution(
                start, value.codePointCount(0, value.length()), variable.codePointCount(0, variable.length())));
        bytes.replace(length, value.getBytes(bytes.charset()));
    }
}
