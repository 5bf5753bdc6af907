package dev.dbops.cli;

import dev.dbops.cli.command.Context;
import dev.dbops.table.Screen;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of db-ops, which lists the commands by section, or of a command. The options of the command come before those
 * that every command has.
 */
final class HelpPage {
    /** Longer lines are hard to read. */
    private static final int WIDEST = 100;

    /** The width where the terminal's is not known, as in a pipe to less. */
    private static final int USUAL = 80;

    /** Picocli refuses less. */
    private static final int NARROWEST = 55;

    private static final String GLOBAL_OPTIONS = "globalOptions";

    private final CommandLine command;
    private final int width;

    private HelpPage(CommandLine command, Screen screen) {
        this.command = command;
        var columns = screen.columns();
        this.width = columns == Integer.MAX_VALUE ? USUAL : Math.clamp(columns, NARROWEST, WIDEST);
    }

    /** Prints the page. */
    static void print(CommandLine command, Context context) {
        new HelpPage(command, context.terminal().screen()).print();
    }

    private void print() {
        var sections = command.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, this::synopsis);
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, this::commands);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help, own(help.commandSpec())));
        sections.put(GLOBAL_OPTIONS, help -> "\nGlobal options:\n" + options(help, global(help.commandSpec())));
        command.setHelpSectionKeys(List.of(
                UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
                UsageMessageSpec.SECTION_KEY_SYNOPSIS,
                UsageMessageSpec.SECTION_KEY_DESCRIPTION,
                UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
                UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                UsageMessageSpec.SECTION_KEY_END_OF_OPTIONS,
                UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
                GLOBAL_OPTIONS,
                UsageMessageSpec.SECTION_KEY_FOOTER));
        command.setUsageHelpWidth(width);
        command.usage(command.getOut());
    }

    /** The command and its own options; those that every command has are not repeated. */
    private String synopsis(Help help) {
        var spec = help.commandSpec();
        var words = new ArrayList<String>();
        for (var option : own(spec)) {
            var label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
            words.add("[" + option.longestName() + label + "]" + (option.isMultiValue() ? "..." : ""));
        }
        words.add("[GLOBAL OPTIONS]");
        if (spec.parent() == null) {
            words.add("COMMAND");
        }
        for (var argument : spec.positionalParameters()) {
            var separator = argument.index().min() > 0 && spec.usageMessage().showEndOfOptionsDelimiterInUsageHelp()
                    ? "-- "
                    : "";
            words.add("[" + separator + argument.paramLabel() + (argument.isMultiValue() ? "..." : "") + "]");
        }
        return wrapped(spec.qualifiedName(), words, "Usage: ".length());
    }

    private String wrapped(String first, List<String> words, int heading) {
        var text = new StringBuilder(first);
        var indent = heading + first.length();
        var column = indent;
        for (var word : words) {
            if (column + 1 + word.length() > width && column > indent) {
                text.append('\n').append(" ".repeat(indent));
                column = indent;
            }
            text.append(' ').append(word);
            column += 1 + word.length();
        }
        return text.append('\n').toString();
    }

    private static List<OptionSpec> own(CommandSpec spec) {
        return spec.parent() == null ? List.of() : options(spec, false);
    }

    private static List<OptionSpec> global(CommandSpec spec) {
        return options(spec, true);
    }

    private static List<OptionSpec> options(CommandSpec spec, boolean global) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .filter(option -> (spec.root().findOption(option.longestName()) != null) == global)
                .toList();
    }

    private static String options(Help help, List<OptionSpec> options) {
        return options.isEmpty() ? "" : help.optionListExcludingGroups(options);
    }

    /** The commands by section, each with the first line of its description. */
    private String commands(Help help) {
        var text = new StringBuilder();
        for (var section : CommandSections.ALL) {
            var lines = new StringBuilder();
            for (var name : section.commands()) {
                var subcommand = help.subcommands().get(name);
                if (subcommand != null) {
                    lines.append(line(
                            name,
                            help.colorScheme().commandText(name).toString(),
                            subcommand.commandSpec().usageMessage().description()[0]));
                }
            }
            if (!lines.isEmpty()) {
                text.append('\n').append(section.title()).append(":\n").append(lines);
            }
        }
        return text.toString();
    }

    private String line(String name, String shown, String description) {
        var indent = 23;
        var line = new StringBuilder("  ").append(shown).append(" ".repeat(indent - 2 - name.length()));
        var column = indent;
        for (var word : description.split(" ")) {
            var first = column == indent;
            if (!first && column + 1 + word.length() > width) {
                line.append('\n').append(" ".repeat(indent));
                column = indent;
                first = true;
            }
            line.append(first ? "" : " ").append(word);
            column += word.length() + (first ? 0 : 1);
        }
        return line.append('\n').toString();
    }
}
