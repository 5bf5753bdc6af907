package dev.dbops.build;

import dev.dbops.cli.CommandModels;
import dev.dbops.cli.CommandSections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the manual pages, db-ops.1 and one for each command, from the model that the help is printed from.
 *
 * <p>Run alone from source: {@code java -cp CLASSPATH ManPages.java MODULE_DIRECTORY TARGET_DIRECTORY}. The pages have
 * the day of the commit, so the same sources give the same pages.
 */
public final class ManPages {
    private static final String EXAMPLE = "Example: ";
    private static final String TARGET = "[target] ";

    private final CommandSpec root = CommandModels.all();
    private final String date;
    private final String version;
    private final Map<String, String> exitStatus;
    private final Map<String, String> variables;

    private ManPages(Path module, SourceCommit commit) throws IOException {
        this.date = commit.date();
        this.version = root.version()[0];
        this.exitStatus = table(module.resolve("src/build/man/exit-status.txt"));
        this.variables = table(module.resolve("src/build/man/environment.txt"));
    }

    public static void main(String... arguments) throws IOException {
        var module = Path.of(arguments[0]).toAbsolutePath().normalize();
        write(module, SourceCommit.of(module), Path.of(arguments[1]));
    }

    /**
     * Writes all pages.
     *
     * @param module the directory of the module dist
     * @param target the directory for the pages; it is created
     */
    static void write(Path module, SourceCommit commit, Path target) throws IOException {
        var pages = new ManPages(module, commit);
        Files.createDirectories(target);
        Files.writeString(target.resolve("db-ops.1"), pages.overview());
        for (var section : CommandSections.ALL) {
            for (var name : section.commands()) {
                Files.writeString(target.resolve(page(name) + ".1"), pages.command(name, section.commands()));
            }
        }
    }

    private static String page(String command) {
        return "db-ops-" + command;
    }

    private String overview() {
        var page = new ManPage("db-ops", date, version).name("db-ops", description(root));
        page.synopsis(
                "db-ops",
                List.of(
                        "[" + Roff.italic("OPTION") + "]...\\&",
                        Roff.italic("COMMAND"),
                        "[" + Roff.italic("ARGUMENT") + "]...\\&"));
        page.section("DESCRIPTION")
                .prose(List.of(description(root)))
                .paragraph()
                .prose(notes(root));
        page.section("COMMANDS");
        for (var section : CommandSections.ALL) {
            page.subsection(section.title());
            for (var name : section.commands()) {
                page.item(Roff.bold(page(name)) + "(1)", description(spec(name)));
            }
        }
        page.section("OPTIONS").prose(List.of("Every command takes these options, before or after its name."));
        root.options().forEach(option -> writeOption(page, option));
        writeExitStatus(page);
        writeVariables(page, variables);
        return page.section("SEE ALSO").pages(List.of("psql", "pg_dump", "aws")).toString();
    }

    private String command(String name, List<String> section) {
        var spec = spec(name);
        var own = spec.options().stream().filter(this::isOwn).toList();
        var page = new ManPage(page(name), date, version).name(page(name), description(spec));
        page.synopsis("db-ops " + name, synopsis(spec, own));
        page.section("DESCRIPTION").prose(List.of(description(spec)));
        if (!notes(spec).isEmpty()) {
            page.paragraph().prose(notes(spec));
        }
        writeOptions(page, spec, own);
        writeExitStatus(page);
        writeVariables(page, mentioned(spec));
        page.section("EXAMPLES");
        footer(spec)
                .filter(line -> line.startsWith(EXAMPLE))
                .forEach(line -> page.example(line.substring(EXAMPLE.length())));
        var others = Stream.concat(
                Stream.of("db-ops"),
                section.stream().filter(other -> !other.equals(name)).map(ManPages::page));
        return page.section("SEE ALSO").pages(others.toList()).toString();
    }

    private CommandSpec spec(String name) {
        return root.subcommands().get(name).getCommandSpec();
    }

    /** Returns whether the option is the command's own, not one that every command has. */
    private boolean isOwn(OptionSpec option) {
        return !option.hidden() && root.findOption(option.longestName()) == null;
    }

    private static String description(CommandSpec command) {
        return String.join(" ", command.usageMessage().description());
    }

    private static Stream<String> footer(CommandSpec command) {
        return Stream.of(command.usageMessage().footer());
    }

    /** The text below the options in the help, without the examples. */
    private static List<String> notes(CommandSpec command) {
        var lines = footer(command).filter(line -> !line.startsWith(EXAMPLE)).toList();
        return lines.stream().allMatch(String::isBlank)
                ? List.of()
                : lines.stream().dropWhile(String::isBlank).toList();
    }

    private static List<String> synopsis(CommandSpec command, List<OptionSpec> own) {
        var words = new ArrayList<String>();
        for (var option : own) {
            words.add("\\%[" + names(option, "\\~|\\~") + "]" + (option.isMultiValue() ? "...\\&" : ""));
        }
        if (command.usageMessage().showEndOfOptionsDelimiterInUsageHelp()) {
            words.add("\\%[" + Roff.bold("--") + "]");
        }
        for (var argument : command.positionalParameters()) {
            words.add("\\%[" + Roff.italic(argument.paramLabel()) + "]" + (argument.isMultiValue() ? "...\\&" : ""));
        }
        return words;
    }

    private static String names(OptionSpec option, String separator) {
        var names = Stream.of(option.names()).map(Roff::bold).toList();
        return String.join(separator, names) + value(option);
    }

    private static String value(ArgSpec option) {
        return option.arity().max() == 0 ? "" : "\\~" + Roff.italic(option.paramLabel());
    }

    private void writeOptions(ManPage page, CommandSpec command, List<OptionSpec> own) {
        page.section("OPTIONS");
        for (var argument : command.positionalParameters()) {
            page.item(Roff.italic(argument.paramLabel()), String.join(" ", argument.description()));
        }
        own.forEach(option -> writeOption(page, option));
        page.subsection("Options of every command");
        page.pages(List.of("db-ops")).raw("describes them:");
        page.words(root.options().stream()
                .filter(option -> command.findOption(option.longestName()) != null)
                .map(option -> "\\%" + Roff.bold(option.longestName()) + value(option))
                .toList());
    }

    private static void writeOption(ManPage page, OptionSpec option) {
        page.item(names(option, ", "), String.join(" ", option.description()));
    }

    private void writeExitStatus(ManPage page) {
        page.section("EXIT STATUS");
        exitStatus.forEach((code, meaning) -> page.item(Roff.bold(code), meaning));
    }

    private static void writeVariables(ManPage page, Map<String, String> variables) {
        if (!variables.isEmpty()) {
            page.section("ENVIRONMENT");
            variables.forEach((name, meaning) -> page.item(Roff.bold(name), meaning.replace(TARGET, "")));
        }
    }

    /** The variables that the help of a command mentions, and those of the target if it takes an environment. */
    private Map<String, String> mentioned(CommandSpec command) {
        var text = String.join(" ", command.usageMessage().footer());
        for (var argument : command.args()) {
            if (!(argument instanceof OptionSpec option) || isOwn(option)) {
                text += " " + String.join(" ", argument.description());
            }
        }
        var takesTarget = command.positionalParameters().stream()
                .anyMatch(argument -> argument.paramLabel().equals("ENVIRONMENT"));
        var mentioned = new LinkedHashMap<String, String>();
        for (var variable : variables.entrySet()) {
            if (text.matches(".*\\b" + variable.getKey() + "\\b.*")
                    || takesTarget && variable.getValue().startsWith(TARGET)) {
                mentioned.put(variable.getKey(), variable.getValue());
            }
        }
        return mentioned;
    }

    /** A file with a word and its meaning in each line. */
    private static Map<String, String> table(Path file) throws IOException {
        var table = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            var words = line.split(" {2,}", 2);
            table.put(words[0], words[1]);
        }
        return table;
    }
}
