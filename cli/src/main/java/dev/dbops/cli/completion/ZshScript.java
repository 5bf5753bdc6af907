package dev.dbops.cli.completion;

import dev.dbops.cli.completion.CompletionModel.Argument;
import dev.dbops.cli.completion.CompletionModel.Command;
import dev.dbops.cli.completion.CompletionModel.Option;
import dev.dbops.cli.completion.CompletionModel.Values;
import java.util.ArrayList;
import java.util.List;

/** Writes the script for zsh: specifications for its {@code _arguments} (zshcompsys(1)). */
final class ZshScript {
    private final CompletionModel model;

    ZshScript(CompletionModel model) {
        this.model = model;
    }

    String fill(ScriptTemplate template) {
        var commands = model.commands().stream()
                .map(command -> quote(escape(command.name(), ":") + ":" + escape(command.description(), "\\")))
                .toList();
        return template.with("commands", commands)
                .with("global-options", specifications(model.globalOptions()))
                .with("root-options", continued(specifications(model.rootOptions())))
                .with("cases", cases())
                .text();
    }

    private List<String> cases() {
        var lines = new ArrayList<String>();
        for (var command : model.commands()) {
            lines.add("(" + command.name() + ")");
            lines.add("    _arguments -s -S : $global \\");
            continued(specifications(command)).forEach(line -> lines.add("        " + line));
            lines.add("        && ret=0");
            lines.add("    ;;");
        }
        return lines;
    }

    private static List<String> specifications(Command command) {
        var specifications = new ArrayList<>(specifications(command.options()));
        for (var argument : command.arguments()) {
            // A bare message would keep options from being completed in this place.
            var label = escape(argument.label(), "\\\"$`");
            specifications.add(quote(value(argument, "_guard \"^-*\" \"" + label + "\"")));
        }
        return specifications;
    }

    /** One for each name, because a name excludes the others from then on. */
    private static List<String> specifications(List<Option> options) {
        var specifications = new ArrayList<String>();
        for (var option : options) {
            for (var name : option.names()) {
                specifications.add(quote(before(option)
                        + name
                        + separator(option, name)
                        + "["
                        + escape(option.description(), "\\[]:")
                        + "]"
                        + (takesValue(option) ? value(option.argument(), " ") : "")));
            }
        }
        return specifications;
    }

    private static String before(Option option) {
        if (option.repeatable()) {
            return "*";
        }
        return option.names().size() > 1 ? "(" + String.join(" ", option.names()) + ")" : "";
    }

    /** {@code --output=json} beside {@code --output json}, {@code -ojson} beside {@code -o json}. */
    private static String separator(Option option, String name) {
        if (!takesValue(option)) {
            return "";
        }
        return name.startsWith("--") ? "=" : "+";
    }

    private static boolean takesValue(Option option) {
        return !(option.argument().values() instanceof Values.None);
    }

    /**
     * @param free the action for a value without candidates
     */
    private static String value(Argument argument, String free) {
        var action = switch (argument.values()) {
            case Values.None _ -> throw new IllegalArgumentException(argument + " takes no value");
            case Values.Text _ -> free;
            case Values.Files _ -> "_files";
            case Values.Directories _ -> "_files -/";
            case Values.Tables _ -> "_db_ops_tables";
            case Values.Environments _ -> "_db_ops_environments";
            case Values.Commands _ -> "_db_ops_commands";
            case Values.Words(var words) -> "(" + String.join(" ", words) + ")";
        };
        return ":" + escape(argument.label(), "\\:") + ":" + action;
    }

    private static List<String> continued(List<String> lines) {
        return lines.stream().map(line -> line + " \\").toList();
    }

    private static String escape(String text, String special) {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (special.indexOf(character) >= 0) {
                escaped.append('\\');
            }
            escaped.append(character);
        }
        return escaped.toString();
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
