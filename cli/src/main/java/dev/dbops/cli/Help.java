package dev.dbops.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Shows the help of a command. Picocli's own help command has a -h that collides with the global one. */
final class Help implements Command, Runnable {
    private final CommandLine root;
    private String command = "";

    Help(CommandLine root) {
        this.root = root;
    }

    @Override
    public void describe(CommandModel model) {
        model.description("Show the help of a command.")
                .argument("COMMAND", "Command to explain. Default: all of them.", value -> command = value)
                .footer("Example: db-ops help setup");
    }

    @Override
    public void run() {
        var explained = command.isEmpty() ? root : root.getSubcommands().get(command);
        if (explained == null) {
            throw new ParameterException(root, "there is no command \"%s\"".formatted(command));
        }
        explained.usage(root.getOut());
    }
}
