package dev.dbops.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists the commands in the root's help by section, each with the first line of its description. */
final class CommandListing {
    private static final int NAME_WIDTH = 18;

    private CommandListing() {}

    static void install(CommandLine root) {
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandListing::render);
    }

    private static String render(Help help) {
        var text = new StringBuilder();
        for (var section : CommandRegistry.SECTIONS) {
            var lines = new StringBuilder();
            for (var name : section.commands()) {
                var command = help.subcommands().get(name);
                if (command != null) {
                    var description = command.commandSpec().usageMessage().description()[0];
                    lines.append("  ")
                            .append(help.colorScheme().commandText(name))
                            .append(" ".repeat(NAME_WIDTH - name.length()))
                            .append(description)
                            .append('\n');
                }
            }
            if (!lines.isEmpty()) {
                text.append('\n').append(section.title()).append(":\n").append(lines);
            }
        }
        return text.toString();
    }
}
