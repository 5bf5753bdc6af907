package dev.dbops.script.variables;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.PsqlCommand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The nested {@code \if} ... {@code \endif} of one file: whether the following text is active. If a condition depends on
 * the result of {@code \gset}, which is unknown in the check of a script, then all branches after it are active.
 */
public final class ConditionalBlocks {
    private final Deque<Branch> branches = new ArrayDeque<>();

    /**
     * @param opening the {@code \if}
     * @param active whether this branch is active
     * @param decided whether one of the branches has certainly been active, or none may be
     * @param last whether {@code \else} has been seen
     * @param unknown the variables around the branches, if one of the conditions is unknown
     */
    private record Branch(
            PsqlCommand opening, boolean active, boolean decided, boolean last, Optional<UnknownBlock> unknown) {
        Branch next(boolean nowActive, boolean nowDecided, boolean nowLast, Optional<UnknownBlock> nowUnknown) {
            return new Branch(opening, nowActive, nowDecided, nowLast, nowUnknown);
        }
    }

    /**
     * A block with a condition that is unknown.
     *
     * @param before the variables before its branches
     * @param after the variables after all of its active branches that have ended
     */
    private record UnknownBlock(VariableValues before, Optional<VariableValues> after) {
        /** The branch that has been read ends, and another begins. */
        UnknownBlock next(boolean active, PsqlVariables variables) {
            after.filter(_ -> active).ifPresent(variables::merge);
            var ended = active ? Optional.of(variables.current()) : after;
            variables.restore(before);
            return new UnknownBlock(before, ended);
        }

        /** The block ends; without \else, it is possible that no branch has run. */
        void end(boolean active, boolean complete, PsqlVariables variables) {
            var last = next(active, variables);
            if (complete) {
                last.after().ifPresent(variables::restore);
            } else {
                last.after().ifPresent(variables::merge);
            }
        }
    }

    public boolean active() {
        return branches.isEmpty() || branches.peek().active();
    }

    /** Returns whether it depends on an unknown value whether the text here is active. */
    public boolean isUnknown() {
        return branches.stream()
                .anyMatch(branch -> branch.active() && branch.unknown().isPresent());
    }

    /** Handles a conditional command; its variables are read only in active text. */
    public boolean take(PsqlCommand command, PsqlVariables variables) {
        switch (command.name()) {
            case "if" -> begin(command, variables);
            case "elif" -> {
                var branch = ended(command, variables);
                var condition = branch.decided() ? Optional.of(false) : condition(command, variables);
                var unknown = branch.unknown().or(() -> unknown(condition, variables));
                var counts = condition.orElse(true);
                var decided = branch.decided() || condition.orElse(false);
                branches.push(branch.next(counts, decided, false, unknown));
            }
            case "else" -> {
                var branch = ended(command, variables);
                branches.push(branch.next(!branch.decided(), true, true, branch.unknown()));
            }
            case "endif" -> {
                var branch = pop(command);
                branch.unknown().ifPresent(block -> block.end(branch.active(), branch.decided(), variables));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void begin(PsqlCommand command, PsqlVariables variables) {
        if (!active()) {
            branches.push(new Branch(command, false, true, false, Optional.empty()));
            return;
        }
        var condition = condition(command, variables);
        branches.push(new Branch(
                command, condition.orElse(true), condition.orElse(false), false, unknown(condition, variables)));
    }

    private static Optional<UnknownBlock> unknown(Optional<Boolean> condition, PsqlVariables variables) {
        return condition.isPresent()
                ? Optional.empty()
                : Optional.of(new UnknownBlock(variables.current(), Optional.empty()));
    }

    /** The branch that ends here, because another one begins. */
    private Branch ended(PsqlCommand command, PsqlVariables variables) {
        var branch = pop(command);
        if (branch.last()) {
            throw command.refused("\\" + command.name() + " follows \\else", "end the condition with \\endif");
        }
        return branch.next(
                branch.active(),
                branch.decided(),
                false,
                branch.unknown().map(block -> block.next(branch.active(), variables)));
    }

    private Branch pop(PsqlCommand command) {
        if (branches.isEmpty()) {
            throw command.refused("\\" + command.name() + " has no \\if", "remove it, or add \\if before it");
        }
        return branches.pop();
    }

    /** Empty if it depends on an unknown value. */
    private static Optional<Boolean> condition(PsqlCommand command, PsqlVariables variables) {
        return PsqlArguments.known(command, variables).map(arguments -> isTrue(command, arguments));
    }

    private static boolean isTrue(PsqlCommand command, List<String> arguments) {
        var value = String.join(" ", arguments);
        return PsqlBoolean.of(value)
                .orElseThrow(() -> command.refused(
                        "\\" + command.name() + " requires true or false, not \"" + value + "\"",
                        "set the variable with -v NAME=true, or test it with :{?NAME}"));
    }

    /** Ends the file inside open conditions, at its own request. */
    public void giveUp() {
        branches.clear();
    }

    /** All conditions must be closed at the end of the file. */
    public void requireEnded() {
        if (!branches.isEmpty()) {
            var opening = branches.peek().opening();
            throw new OpsException(Kind.USAGE, "\\if has no \\endif", "end the condition with \\endif")
                    .at(opening.position());
        }
    }
}
