package dev.dbops.cli.completion;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.completion.UserScript.Change;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Prints the completion script of a shell, or writes it to the place where the shell loads it. Also prints the names in
 * the database for such a script.
 */
public final class Completion implements Command, Runnable {
    private final Context context;
    private final Function<String[], CommandLine> commandLines;
    private Optional<ShellKind> shell = Optional.empty();
    private boolean install;
    private boolean asksForTables;

    /**
     * @param commandLines makes the command line for some arguments, whose options it sets in the context; for no
     *     arguments, the command line with all commands
     */
    public Completion(Context context, Function<String[], CommandLine> commandLines) {
        this.context = context;
        this.commandLines = commandLines;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Print the completion script of a shell, or install it.")
                .argument(
                        "SHELL",
                        "bash, zsh or fish. Default: the shell that the variable SHELL names.",
                        ShellKind.class,
                        value -> shell = Optional.of(value))
                .flag(
                        "--install",
                        "Write it below your home directory, where the shell loads it, and print the path.",
                        value -> install = value)
                .hiddenFlag("--tables", value -> asksForTables = value)
                .footer(
                        "For zsh it prints the lines that ~/.zshrc needs; it does not change that file.",
                        "",
                        "Example: db-ops completion bash --install");
    }

    /**
     * An installed script.
     *
     * @param shell the shell
     * @param path where its script is
     * @param replaced whether another script was there
     */
    private record Installed(ShellKind shell, Path path, boolean replaced) {}

    @Override
    public void run() {
        if (asksForTables) {
            new DatabaseNames(context, commandLines)
                    .tables()
                    .forEach(name -> context.output().write(name + "\n"));
            return;
        }
        var chosen = shell.orElseGet(this::ownShell);
        var script = chosen.script(
                CompletionModel.of(commandLines.apply(new String[0]).getCommandSpec()));
        if (install) {
            install(
                    new UserScript(
                            chosen, name -> context.processVariables().getOrDefault(name, ""), context.userHome()),
                    script);
        } else {
            context.output().write(script);
        }
    }

    private ShellKind ownShell() {
        var program = context.processVariables().getOrDefault("SHELL", "");
        var name = program.substring(program.lastIndexOf('/') + 1);
        for (var candidate : ShellKind.values()) {
            if (candidate.name().equals(name)) {
                return candidate;
            }
        }
        throw new OpsException(
                Kind.USAGE,
                name.isEmpty()
                        ? "no shell is named, and the variable SHELL is not set"
                        : "there is no completion script for the shell " + name,
                "name one: db-ops completion bash, zsh or fish");
    }

    private void install(UserScript place, String script) {
        if (context.dryRun()) {
            context.notes().note("would write " + place.file());
            return;
        }
        var change = place.write(script);
        switch (change) {
            case NEW -> {}
            case REPLACED -> context.notes().note("replaced the script that was there");
            case NONE -> context.notes().note("already installed");
        }
        context.output()
                .print(
                        new Installed(place.shell(), place.file(), change == Change.REPLACED),
                        place.file().toString());
        place.advice().forEach(context.notes()::note);
    }
}
