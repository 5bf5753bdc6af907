package dev.dbops.script;

import dev.dbops.script.lexer.PsqlCommand;
import dev.dbops.script.lexer.Variables;
import dev.dbops.script.variables.BuiltInVariables;
import dev.dbops.script.variables.PsqlArguments;
import dev.dbops.script.variables.PsqlBoolean;
import dev.dbops.script.variables.PsqlVariables;

/** psql's commands that give values to variables, of the script or of the environment. */
final class Assignments {
    private final PsqlVariables variables;
    private final ScriptEnvironment environment;
    private final boolean inTransaction;

    /** @param inTransaction whether the whole script is one transaction */
    Assignments(PsqlVariables variables, ScriptEnvironment environment, boolean inTransaction) {
        this.variables = variables;
        this.environment = environment;
        this.inTransaction = inTransaction;
    }

    PsqlCommands.Meaning getenv(PsqlCommand command) {
        var arguments = PsqlArguments.of(command, variables);
        if (arguments.size() != 2 || !Variables.isName(arguments.getFirst())) {
            throw command.refused(
                    "\\getenv requires a variable and the name of an environment variable", "\\getenv VARIABLE NAME");
        }
        environment.get(arguments.get(1)).ifPresent(value -> variables.set(command, arguments.getFirst(), value));
        return new PsqlCommands.Done();
    }

    PsqlCommands.Meaning setenv(PsqlCommand command) {
        environment.set(command, PsqlArguments.of(command, variables));
        return new PsqlCommands.Done();
    }

    PsqlCommands.Meaning unset(String variable) {
        variables.unset(variable);
        return changed(variable);
    }

    /** The prefix that {@code \gset} puts before the names. */
    String prefix(PsqlCommand command) {
        var arguments = PsqlArguments.of(command, variables);
        if (arguments.size() > 1) {
            throw command.refused("\\gset requires at most one argument, a prefix", "\\gset PREFIX");
        }
        return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    PsqlCommands.Meaning set(PsqlCommand command) {
        var known = PsqlArguments.known(command, variables);
        if (known.isEmpty() && Variables.isName(PsqlArguments.first(command))) {
            variables.setUnknown(PsqlArguments.first(command));
            return new PsqlCommands.Done();
        }
        var arguments = known.orElseGet(() -> PsqlArguments.of(command, variables));
        if (arguments.isEmpty()) {
            return new PsqlCommands.PassOn(ScriptStep.Ignored.display("\\set", command.position()));
        }
        var name = arguments.getFirst();
        if (!Variables.isName(name)) {
            throw command.refused(
                    "\"" + name + "\" is not a valid variable name", "use letters, digits and underscores");
        }
        var value = String.join("", arguments.subList(1, arguments.size()));
        if (name.equals("AUTOCOMMIT")
                && !inTransaction
                && !PsqlBoolean.of(value).orElse(true)) {
            throw command.refused(
                    "AUTOCOMMIT off is not supported when each statement runs separately",
                    "begin the script's transactions with BEGIN");
        }
        variables.set(command, name, value);
        return changed(name);
    }

    /** One setting concerns the run, and not only the reader. */
    private PsqlCommands.Meaning changed(String variable) {
        if (!variable.equals(BuiltInVariables.ON_ERROR_STOP)) {
            return new PsqlCommands.Done();
        }
        var value = variables.get(variable, () -> {
            throw new IllegalStateException("a setting always has a value");
        });
        return new PsqlCommands.PassOn(
                new ScriptStep.StopOnError(value.flatMap(PsqlBoolean::of).orElse(false)));
    }
}
