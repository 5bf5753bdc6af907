package dev.dbops.cli;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import picocli.CommandLine;

/**
 * Shows the help of a command, or what an error of PostgreSQL means. Picocli's own help command has a -h that collides
 * with the global one.
 */
final class Help implements Command, Runnable {
    private final CommandLine root;
    private final Context context;
    private String topic = "";

    Help(CommandLine root, Context context) {
        this.root = root;
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show the help of a command, or explain an SQLSTATE.")
                .argument(
                        "COMMAND",
                        "Command to explain, or a PostgreSQL error by code or name, such as 23505. Default: all"
                                + " commands.",
                        value -> topic = value)
                .footer("Example: db-ops help 23505");
    }

    @Override
    public void run() {
        var explained = topic.isEmpty() ? root : root.getSubcommands().get(CommandAliases.nameOf(topic));
        if (explained == null) {
            new ErrorHelp(context.output()).explain(topic);
        } else {
            HelpPage.print(explained, context);
        }
    }
}
