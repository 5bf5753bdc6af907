package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.PsqlCommand;
import java.util.ArrayDeque;
import java.util.Deque;

/** The nested {@code \if} ... {@code \endif} of one file: whether the following text is active. */
final class ConditionalBlocks {
    private final Deque<Branch> branches = new ArrayDeque<>();

    /**
     * @param opening the {@code \if}
     * @param active whether this branch is active
     * @param decided whether one of the branches has been active, or none may be
     * @param last whether {@code \else} has been seen
     */
    private record Branch(PsqlCommand opening, boolean active, boolean decided, boolean last) {}

    boolean active() {
        return branches.isEmpty() || branches.peek().active();
    }

    /** Handles a conditional command; its variables are read only in active text. */
    boolean take(PsqlCommand command, PsqlVariables variables) {
        switch (command.name()) {
            case "if" -> {
                var counts = active() && isTrue(command, variables);
                branches.push(new Branch(command, counts, counts || !active(), false));
            }
            case "elif" -> {
                var branch = current(command);
                var counts = !branch.decided() && isTrue(command, variables);
                branches.push(new Branch(branch.opening(), counts, counts || branch.decided(), false));
            }
            case "else" -> {
                var branch = current(command);
                branches.push(new Branch(branch.opening(), !branch.decided(), true, true));
            }
            case "endif" -> pop(command);
            default -> {
                return false;
            }
        }
        return true;
    }

    private Branch current(PsqlCommand command) {
        var branch = pop(command);
        if (branch.last()) {
            throw command.refused("\\" + command.name() + " follows \\else", "end the condition with \\endif");
        }
        return branch;
    }

    private Branch pop(PsqlCommand command) {
        if (branches.isEmpty()) {
            throw command.refused("\\" + command.name() + " has no \\if", "remove it, or add \\if before it");
        }
        return branches.pop();
    }

    private static boolean isTrue(PsqlCommand command, PsqlVariables variables) {
        var value = String.join(" ", PsqlArguments.of(command, variables));
        return PsqlBoolean.of(value)
                .orElseThrow(() -> command.refused(
                        "\\" + command.name() + " requires true or false, not \"" + value + "\"",
                        "set the variable with -v NAME=true, or test it with :{?NAME}"));
    }

    /** Ends the file inside open conditions, at its own request. */
    void giveUp() {
        branches.clear();
    }

    /** All conditions must be closed at the end of the file. */
    void requireEnded() {
        if (!branches.isEmpty()) {
            var opening = branches.peek().opening();
            throw new OpsException(Kind.USAGE, "\\if has no \\endif", "end the condition with \\endif")
                    .at(opening.position());
        }
    }
}
