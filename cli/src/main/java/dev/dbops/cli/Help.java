package dev.dbops.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command. Picocli's own help command has a -h that collides with the global one. */
@Command(
        name = "help",
        description = "Show the help of a command.",
        footer = {"", "Example: db-ops help setup"})
final class Help implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Command to explain; all of them by default.")
    private String command = "";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        var root = spec.parent().commandLine();
        var explained = command.isEmpty() ? root : root.getSubcommands().get(command);
        if (explained == null) {
            throw new ParameterException(root, "there is no command \"%s\"".formatted(command));
        }
        explained.usage(root.getOut());
    }
}
