package dev.dbops.cli.completion;

import dev.dbops.cli.completion.CompletionModel.Argument;
import dev.dbops.cli.completion.CompletionModel.Option;
import dev.dbops.cli.completion.CompletionModel.Values;
import java.util.ArrayList;
import java.util.List;

/** Writes the script for fish: a {@code complete} for each command, option and argument. */
final class FishScript {
    private final CompletionModel model;

    FishScript(CompletionModel model) {
        this.model = model;
    }

    String fill(ScriptTemplate template) {
        return template.with("options-with-value", List.of("case" + patterns()))
                .with("completions", completions())
                .text();
    }

    /** Patterns for the command, a space, and an option with a value. */
    private String patterns() {
        var patterns = new StringBuilder();
        appendPatterns(patterns, "* ", model.globalOptions());
        appendPatterns(patterns, " ", model.rootOptions());
        for (var command : model.commands()) {
            appendPatterns(patterns, command.name() + " ", command.options());
        }
        return patterns.toString();
    }

    private static void appendPatterns(StringBuilder patterns, String prefix, List<Option> options) {
        for (var option : options) {
            if (!(option.argument().values() instanceof Values.None)) {
                option.names().forEach(name -> patterns.append(' ').append(quote(prefix + name)));
            }
        }
    }

    private List<String> completions() {
        var lines = new ArrayList<String>();
        model.globalOptions().forEach(option -> lines.add(completion("", option)));
        model.rootOptions().forEach(option -> lines.add(completion("__db_ops_no_command", option)));
        for (var command : model.commands()) {
            lines.add(line("__db_ops_no_command", " -a " + command.name(), command.description()));
        }
        for (var command : model.commands()) {
            for (var option : command.options()) {
                lines.add(completion("__db_ops_command " + command.name(), option));
            }
            for (var i = 0; i < command.arguments().size(); i++) {
                var argument = command.arguments().get(i);
                var condition = "__db_ops_argument " + command.name() + " " + i;
                if (!(argument.values() instanceof Values.Text)) {
                    lines.add(line(condition, values(argument, ""), argument.label()));
                }
            }
        }
        return lines;
    }

    private String completion(String condition, Option option) {
        var what = new StringBuilder();
        for (var name : option.names()) {
            what.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        return line(condition, what + values(option.argument(), " -x"), option.description());
    }

    /**
     * @param exclusive the arguments of {@code complete} for a required value that is not a file
     */
    private String values(Argument argument, String exclusive) {
        return switch (argument.values()) {
            case Values.None _ -> "";
            case Values.Text _ -> exclusive;
            case Values.Files _ -> " -r -F";
            case Values.Directories _ -> exclusive + " -a '(__fish_complete_directories (commandline -ct))'";
            case Values.Tables _ -> exclusive + " -a '(__db_ops_tables)'";
            case Values.Environments _ -> exclusive + " -a '(__db_ops_environments)'";
            case Values.Commands _ -> exclusive + " -a '" + commands() + "'";
            case Values.Words(var words) -> exclusive + " -a '" + String.join(" ", words) + "'";
        };
    }

    private String commands() {
        var names = new ArrayList<String>();
        model.commands().forEach(command -> names.add(command.name()));
        return String.join(" ", names);
    }

    private static String line(String condition, String what, String description) {
        return "complete -c db-ops" + (condition.isEmpty() ? "" : " -n " + quote(condition)) + what + " -d "
                + quote(description);
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
