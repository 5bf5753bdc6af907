package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.script.encoding.ClientEncoding;
import dev.dbops.script.lexer.PsqlCommand;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.Variables;
import dev.dbops.script.variables.PsqlArguments;
import dev.dbops.script.variables.PsqlVariables;
import java.util.List;

/** The meaning of psql's commands in a script. Unknown commands are refused before anything runs. */
final class PsqlCommands {
    private final PsqlVariables variables;
    private final ScriptEnvironment environment;
    private final Assignments assignments;
    private final PsqlConnect connect;
    private String restrictKey = "";

    /**
     * @param options the script's mode, and the session whose details {@code \connect} compares
     */
    PsqlCommands(PsqlVariables variables, ScriptEnvironment environment, ScriptOptions options) {
        this.variables = variables;
        this.environment = environment;
        this.assignments =
                new Assignments(variables, environment, options.mode().inTransaction());
        this.connect = new PsqlConnect(options.session()::target);
    }

    /** The action for a command. */
    sealed interface Meaning {}

    /** It has been done. */
    record Done() implements Meaning {}

    /** Another file must be read; relative to this one, or to the working directory. */
    record Include(String file, boolean relative) implements Meaning {}

    /** The file ends here. */
    record EndOfFile() implements Meaning {}

    /** The caller, which has the connection, must run it. */
    record PassOn(ScriptStep step) implements Meaning {}

    /** A COPY from a local file. */
    record PassOnCopy(Statement statement, String file) implements Meaning {}

    /** A COPY whose data follows in the script. */
    record CopyInline(Statement statement) implements Meaning {}

    /** The statement that contains it is sent, or else the previous one is repeated. */
    record Send(Statement.Ending ending) implements Meaning {}

    /** The same, and the columns of its row become variables whose names begin with the prefix. */
    record Store(String prefix) implements Meaning {}

    /** The statement that contains it is not sent. */
    record Discard() implements Meaning {}

    /** A statement takes the place of the command. */
    record Run(Statement statement) implements Meaning {}

    Meaning interpret(PsqlCommand command) {
        if (!restrictKey.isEmpty()) {
            return unrestrict(command);
        }
        var name = command.name();
        var harmless = HarmlessCommands.reason(name);
        if (harmless.isPresent()) {
            return ignored(command, harmless.get());
        }
        return switch (name) {
            case "g", "gx", "gexec", "gdesc", "crosstabview" -> send(command);
            case "gset" -> new Store(assignments.prefix(command));
            case "r", "reset" -> new Discard();
            case "cd" -> {
                environment.changeDirectory(command, PsqlArguments.withoutSemicolon(command, variables));
                yield new Done();
            }
            case "getenv" -> assignments.getenv(command);
            case "setenv" -> assignments.setenv(command);
            case "i", "include" -> new Include(single(command), false);
            case "ir", "include_relative" -> new Include(single(command), true);
            case "set" -> assignments.set(command);
            case "unset" -> assignments.unset(single(command));
            case "echo", "qecho", "warn" -> echo(command);
            case "connect", "c" -> connect.meaning(command, PsqlArguments.withoutSemicolon(command, variables));
            case "encoding" -> encoding(command);
            case "copy", "COPY" -> PsqlCopy.meaning(command);
            case "restrict" -> restrict(command);
            case "q", "quit" -> new EndOfFile();
            case "!" ->
                throw command.refused(
                        "\\! runs a shell command, which is not supported", "run it before or after the load");
            case "unrestrict" -> throw command.refused("\\unrestrict has no \\restrict before it", "remove it");
            default -> throw unknown(command);
        };
    }

    /** Returns whether a dump has forbidden all further commands, even conditions. */
    boolean isRestricted() {
        return !restrictKey.isEmpty();
    }

    private static Meaning ignored(PsqlCommand command, String reason) {
        return new PassOn(new ScriptStep.Ignored("\\" + command.name(), reason, command.position()));
    }

    /** The commands that send a statement. */
    private static Meaning send(PsqlCommand command) {
        return switch (command.name()) {
            case "crosstabview" -> new Send(Statement.Ending.GO);
            // It describes the statement's columns, and does not run it.
            case "gdesc" -> new Discard();
            case "g", "gx" -> {
                if (!command.arguments().isEmpty() && !isOnlyOptions(command.arguments())) {
                    throw command.refused(
                            "\\" + command.name() + " with a file or a pipe is not supported",
                            "end the statement with a semicolon: a loaded script shows no results;"
                                    + " to write its result to a file, db-ops query -o csv 'SELECT ...' > FILE");
                }
                yield new Send(Statement.Ending.GO);
            }
            case "gexec" -> new Send(Statement.Ending.EXECUTE_RESULT);
            default -> throw unknown(command);
        };
    }

    /** Options in parentheses change how a result is shown, as {@code \pset} does. */
    private static boolean isOnlyOptions(String arguments) {
        return arguments.startsWith("(") && arguments.indexOf(')') == arguments.length() - 1;
    }

    private static OpsException unknown(PsqlCommand command) {
        return command.refused(
                "psql's command \\" + command.name() + " is not supported",
                "remove it from the script, or load the script with psql");
    }

    /** Between the two, dumps of 17.6 and later contain no other command, so data cannot inject one. */
    private Meaning unrestrict(PsqlCommand command) {
        if (!command.name().equals("unrestrict")) {
            throw command.refused(
                    "\\" + command.name() + " is between \\restrict and \\unrestrict, where no command may",
                    "check the dump: it was edited by hand or tampered with");
        }
        if (!command.arguments().equals(restrictKey)) {
            throw command.refused(
                    "the keys of \\unrestrict and \\restrict differ",
                    "check the dump: it was edited by hand or tampered with");
        }
        restrictKey = "";
        return new Done();
    }

    private Meaning restrict(PsqlCommand command) {
        restrictKey = single(command);
        return new Done();
    }

    private Meaning echo(PsqlCommand command) {
        return PsqlArguments.known(command, variables)
                .<Meaning>map(arguments -> new PassOn(new ScriptStep.Echo(text(arguments))))
                .orElseGet(Done::new);
    }

    private static String text(List<String> arguments) {
        var words = !arguments.isEmpty() && arguments.getFirst().equals("-n")
                ? arguments.subList(1, arguments.size())
                : arguments;
        return String.join(" ", words);
    }

    private Meaning encoding(PsqlCommand command) {
        if (command.arguments().isEmpty()) {
            return ignored(command, "which only shows information");
        }
        var name = single(command);
        if (ClientEncoding.charset(name).isEmpty()) {
            throw command.refused(
                    "the encoding " + name + " is not supported", "convert the script to UTF-8, with iconv");
        }
        var sql = "SET client_encoding TO " + Variables.literal(name);
        return new Run(statement(command, sql, List.of("set", "client_encoding", "to", "'")));
    }

    /** Our statement in place of a command. */
    static Statement statement(PsqlCommand command, String text, List<String> tokens) {
        return new Statement(
                text, 1, Statement.Ending.SEND, tokens, command.source(), command.line(), command.column(), List.of());
    }

    private String single(PsqlCommand command) {
        var arguments = PsqlArguments.withoutSemicolon(command, variables);
        if (arguments.size() != 1) {
            throw command.refused("\\" + command.name() + " requires one argument", "see the documentation of psql");
        }
        var argument = arguments.getFirst();
        var quoted = argument.length() >= 2 && argument.startsWith("\"") && argument.endsWith("\"");
        return quoted ? argument.substring(1, argument.length() - 1) : argument;
    }
}
