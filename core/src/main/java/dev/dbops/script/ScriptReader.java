package dev.dbops.script;

import dev.dbops.FileContent;
import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.PsqlCommand;
import dev.dbops.script.lexer.SqlScanner;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.TextSettings;
import dev.dbops.script.variables.BuiltInVariables;
import dev.dbops.script.variables.ConditionalBlocks;
import dev.dbops.script.variables.PsqlVariables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Reads a script and its included files, and runs the psql commands that need no server. Everything else is returned as
 * steps. Reading the same script twice gives the same steps, so the script that was checked is the script that runs.
 */
final class ScriptReader implements AutoCloseable {
    private final ScriptOptions options;
    private final PsqlVariables variables;
    private final ScriptEnvironment environment;
    private final PsqlCommands commands;
    private final Deque<OpenFile> files = new ArrayDeque<>();
    private final TextSettings settings;
    private int includedAt;
    private boolean unknownText;

    /** A file that is being read. */
    private record OpenFile(InputFile source, InputStream in, SqlScanner scanner, ConditionalBlocks conditions) {}

    /** @param settings how the text is read, in the included files too */
    ScriptReader(InputFile script, ScriptOptions options, TextSettings settings) {
        this.options = options;
        this.settings = settings;
        variables = new PsqlVariables(options.variables(), new BuiltInVariables(options.session(), settings));
        environment = new ScriptEnvironment(options);
        commands = new PsqlCommands(variables, environment, options);
        open(script);
    }

    /** The next step; empty at the end. */
    Optional<ScriptStep> next() {
        while (!files.isEmpty()) {
            var file = files.peek();
            var segment = file.scanner().next();
            if (segment.isEmpty()) {
                file.conditions().requireEnded();
                close(file);
                continue;
            }
            var step = segment.get() instanceof Statement statement
                    ? run(statement, file)
                    : execute((PsqlCommand) segment.get(), file);
            if (step.isPresent()) {
                return step;
            }
        }
        return Optional.empty();
    }

    private Optional<ScriptStep> run(Statement statement, OpenFile file) {
        refuseJoinedCopy(statement);
        unknownText = variables.takeUnknownUse();
        return Optional.of(new ScriptStep.Run(NewerSetting.forEveryServer(statement), file.scanner()));
    }

    private Optional<ScriptStep> store(Statement statement, String prefix, OpenFile file) {
        return run(statement, file)
                .map(step -> statement.isCopyFromStdin()
                        ? step
                        : new ScriptStep.StoreResult(((ScriptStep.Run) step).statement(), prefix, variables));
    }

    private static void refuseJoinedCopy(Statement statement) {
        for (var part : statement.parts()) {
            if (statement.commands() > 1 && part.isCopyFromStdin()) {
                throw new OpsException(
                                Kind.USAGE,
                                "a COPY ... FROM stdin is joined to other statements with \\;",
                                "end each statement with a semicolon")
                        .at(statement.position());
            }
        }
    }

    private Optional<ScriptStep> execute(PsqlCommand command, OpenFile file) {
        if (!commands.isRestricted()
                && (file.conditions().take(command, variables)
                        || !file.conditions().active())) {
            file.scanner().active(file.conditions().active());
            return Optional.empty();
        }
        if (isInUnknownBranch()
                && (command.name().equals("cd") || command.name().equals("setenv"))) {
            throw command.refused(
                    "whether \\%s runs depends on the result of \\gset, but the whole script is checked before it runs"
                            .formatted(command.name()),
                    "move it out of the \\if");
        }
        return switch (commands.interpret(command)) {
            case PsqlCommands.Done() -> Optional.empty();
            case PsqlCommands.Include(var name, var relative) -> {
                if (files.size() == 1) {
                    includedAt = command.line();
                }
                open(included(command, file, name, relative));
                yield Optional.empty();
            }
            case PsqlCommands.EndOfFile() -> {
                if (isInUnknownBranch()) {
                    yield Optional.empty();
                }
                file.conditions().giveUp();
                yield file.scanner().stop().flatMap(statement -> run(statement, file));
            }
            case PsqlCommands.Send(var ending) ->
                file.scanner().sent(ending).flatMap(statement -> run(statement, file));
            case PsqlCommands.Store(var prefix) ->
                file.scanner().sent(Statement.Ending.GO).flatMap(statement -> store(statement, prefix, file));
            case PsqlCommands.PassOn(var step) -> {
                if (step instanceof ScriptStep.Connect connect) {
                    variables.put("DBNAME", connect.database());
                }
                yield Optional.of(step);
            }
            case PsqlCommands.Discard() -> {
                file.scanner().discard();
                variables.takeUnknownUse();
                yield Optional.empty();
            }
            case PsqlCommands.CopyInline(var statement) -> Optional.of(new ScriptStep.Run(statement, file.scanner()));
            case PsqlCommands.PassOnCopy(var statement, var name) ->
                Optional.of(new ScriptStep.CopyFile(statement, environment.resolve(environment.directory(), name)));
            case PsqlCommands.Run(var statement) -> {
                settings.note(statement);
                yield run(statement, file);
            }
        };
    }

    private InputFile included(PsqlCommand command, OpenFile from, String name, boolean relative) {
        var base = relative && from.source().directory().isPresent()
                ? from.source().directory().get()
                : environment.directory();
        var path = environment.resolve(base, name).normalize();
        for (var open : files) {
            if (open.source().isFile(path)) {
                throw command.refused(
                        name + " is already being read: the includes form a loop", "remove one of the includes");
            }
        }
        if (!Files.isRegularFile(path)) {
            throw command.refused("there is no file " + name, "db-ops searched " + base.toAbsolutePath());
        }
        return InputFile.ofFile(path, shown(path));
    }

    /** The file as the user would name it: relative to the working directory if it is below it. */
    private String shown(Path path) {
        var directory = options.directory().toAbsolutePath().normalize();
        var absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(directory) ? directory.relativize(absolute).toString() : absolute.toString();
    }

    private void open(InputFile source) {
        FileContent.requireScript(source);
        try {
            var in = source.open();
            files.push(
                    new OpenFile(source, in, new SqlScanner(in, source, variables, settings), new ConditionalBlocks()));
        } catch (IOException e) {
            throw source.unreadable(e);
        }
    }

    private void close(OpenFile file) {
        files.pop();
        try {
            file.in().close();
        } catch (IOException e) {
            throw file.source().unreadable(e);
        }
    }

    /** Returns whether the text of the last step depends on values that only the run can know. */
    boolean hasUnknownText() {
        return unknownText;
    }

    /** Returns whether it depends on values that only the run can know whether the last step runs. */
    boolean isInUnknownBranch() {
        return files.stream().anyMatch(file -> file.conditions().isUnknown());
    }

    /** The line in the script itself of the statement, or of the command that includes its file. */
    int lineInScript(Statement statement) {
        return files.size() <= 1 ? statement.line() : includedAt;
    }

    /** The number of bytes read from the script itself. */
    long offset() {
        return files.isEmpty() ? 0 : files.peekLast().scanner().offset();
    }

    @Override
    public void close() {
        while (!files.isEmpty()) {
            close(files.peek());
        }
    }
}
