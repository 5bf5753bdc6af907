package dev.dbops.cli.completion;

import dev.dbops.cli.completion.CompletionModel.Argument;
import dev.dbops.cli.completion.CompletionModel.Command;
import dev.dbops.cli.completion.CompletionModel.Option;
import dev.dbops.cli.completion.CompletionModel.Values;
import java.util.ArrayList;
import java.util.List;

/** Writes the script for bash, which shows names and no descriptions. */
final class BashScript {
    private final CompletionModel model;

    BashScript(CompletionModel model) {
        this.model = model;
    }

    String fill(ScriptTemplate template) {
        var commands = model.commands().stream().map(Command::name).toList();
        return template.with("kinds", kinds())
                .with("options", options())
                .with("global-options", List.of("candidates=\"$candidates" + names(model.globalOptions()) + "\""))
                .with("commands", List.of("candidates='" + String.join(" ", commands) + "'"))
                .text();
    }

    /** Cases over the command, a space, and the option's name or the argument's number. */
    private List<String> kinds() {
        var cases = new ArrayList<String>();
        for (var option : model.globalOptions()) {
            // before or after any command
            addKind(cases, option, "*' ");
        }
        for (var option : model.rootOptions()) {
            addKind(cases, option, "' ");
        }
        for (var command : model.commands()) {
            for (var option : command.options()) {
                addKind(cases, option, "'" + command.name() + " ");
            }
            for (var i = 0; i < command.arguments().size(); i++) {
                cases.add("('" + command.name() + " " + i + "') "
                        + kind(command.arguments().get(i)));
            }
        }
        return cases;
    }

    private static void addKind(List<String> cases, Option option, String prefix) {
        if (!(option.argument().values() instanceof Values.None)) {
            var patterns =
                    option.names().stream().map(name -> prefix + name + "'").toList();
            cases.add("(" + String.join(" | ", patterns) + ") " + kind(option.argument()));
        }
    }

    private static String kind(Argument argument) {
        var kind = switch (argument.values()) {
            case Values.None _ -> "";
            case Values.Text _ -> "text";
            case Values.Files _ -> "files";
            case Values.Directories _ -> "directories";
            case Values.Tables _ -> "tables";
            case Values.Environments _ -> "environments";
            case Values.Commands _ -> "commands";
            case Values.Words(var words) -> "words " + String.join(" ", words);
        };
        return "kind='" + kind + "' ;;";
    }

    private List<String> options() {
        var cases = new ArrayList<String>();
        cases.add("('') candidates='" + names(model.rootOptions()).strip() + "' ;;");
        for (var command : model.commands()) {
            if (!command.options().isEmpty()) {
                cases.add("(" + command.name() + ") candidates='"
                        + names(command.options()).strip() + "' ;;");
            }
        }
        return cases;
    }

    private static String names(List<Option> options) {
        var names = new StringBuilder();
        for (var option : options) {
            for (var name : option.names()) {
                names.append(' ').append(name);
            }
        }
        return names.toString();
    }
}
