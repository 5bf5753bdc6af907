package dev.dbops.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes docs/commands.md: what help says of all commands, on one page. */
final class CommandsPage {
    private static final int WIDTH = 100;

    private final CommandSpec root;
    private final StringBuilder page = new StringBuilder();

    private CommandsPage(CommandSpec root) {
        this.root = root;
    }

    /** The page for a command line that has all commands. */
    static String of(CommandSpec root) {
        var page = new CommandsPage(root);
        page.writeHead();
        for (var section : CommandSections.ALL) {
            page.writeSection(section);
        }
        return page.page.toString().stripTrailing() + "\n";
    }

    private void writeHead() {
        paragraph("# Commands");
        paragraph("What `db-ops help COMMAND` says, generated from the same model: changes made here are lost"
                + " ([CONTRIBUTING.md](../CONTRIBUTING.md)). A test runs every example.");
        writeLinks();
        paragraph("## Global options");
        paragraph("Every command takes them, before or after its name; `--version` is used alone.");
        writeTable(root.options(), List.of());
        writeNotes(root);
    }

    private void writeLinks() {
        for (var section : CommandSections.ALL) {
            var links = section.commands().stream()
                    .map(name -> "[%s](#%s)".formatted(name, name))
                    .toList();
            page.append("- ")
                    .append(section.title())
                    .append(": ")
                    .append(String.join(", ", links))
                    .append('\n');
        }
        page.append('\n');
    }

    private void writeSection(CommandSections.Section section) {
        paragraph("## " + section.title());
        for (var name : section.commands()) {
            writeCommand(root.subcommands().get(name).getCommandSpec());
        }
    }

    private void writeCommand(CommandSpec command) {
        var own = command.options().stream().filter(this::isOwn).toList();
        paragraph("### " + command.name());
        paragraph(prose(String.join(" ", command.usageMessage().description())));
        paragraph("```\n" + synopsis(command, own) + "\n```");
        writeTable(own, command.positionalParameters());
        writeNotes(command);
        var examples = Example.of(command).stream().map(example -> "$ " + example.line() + "\n");
        paragraph("```console\n" + String.join("", examples.toList()) + "```");
    }

    /** Returns whether the option is the command's own, not one that every command has. */
    private boolean isOwn(OptionSpec option) {
        return !option.hidden() && root.findOption(option.longestName()) == null;
    }

    private static String synopsis(CommandSpec command, List<OptionSpec> own) {
        var words = new ArrayList<String>();
        for (var option : own) {
            words.add("[" + String.join(" | ", option.names()) + value(option) + "]"
                    + (option.isMultiValue() ? "..." : ""));
        }
        for (var argument : command.positionalParameters()) {
            words.add("[" + argument.paramLabel() + (argument.isMultiValue() ? "..." : "") + "]");
        }
        var text = new StringBuilder("db-ops " + command.name());
        var indent = " ".repeat(text.length() + 1);
        var column = text.length();
        for (var word : words) {
            if (column + 1 + word.length() > WIDTH) {
                text.append('\n').append(indent).append(word);
                column = indent.length() + word.length();
            } else {
                text.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        return text.toString();
    }

    private static String value(ArgSpec option) {
        return option.arity().max() == 0 ? "" : " " + option.paramLabel();
    }

    private void writeTable(List<OptionSpec> options, List<PositionalParamSpec> arguments) {
        if (options.isEmpty() && arguments.isEmpty()) {
            return;
        }
        page.append("| option | meaning |\n|---|---|\n");
        for (var option : options) {
            writeRow("`" + String.join("`, `", option.names()) + value(option) + "`", option);
        }
        for (var argument : arguments) {
            writeRow("`" + argument.paramLabel() + "`", argument);
        }
        page.append('\n');
    }

    private void writeRow(String what, ArgSpec argument) {
        var description = prose(String.join(" ", argument.description())).replace("|", "\\|");
        page.append("| ").append(what).append(" | ").append(description).append(" |\n");
    }

    /** The text below the options in the help, without the examples. */
    private void writeNotes(CommandSpec command) {
        var notes = new ArrayList<String>();
        for (var line : command.usageMessage().footer()) {
            if (!line.startsWith("Example: ")) {
                notes.add(prose(line));
            }
        }
        var text = String.join("\n", notes).strip();
        if (!text.isEmpty()) {
            paragraph(text);
        }
    }

    /** Options and variables as code; nothing of the text is taken for Markdown or HTML. */
    private static String prose(String text) {
        return text.replace("*", "\\*")
                .replace("<", "&lt;")
                .replaceAll(
                        "\\w+ \"\\$\\([^)]*\\)\"|(?<![\\w-])--[a-z][a-z-]*|\\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b",
                        "`$0`");
    }

    private void paragraph(String text) {
        page.append(text).append("\n\n");
    }
}
