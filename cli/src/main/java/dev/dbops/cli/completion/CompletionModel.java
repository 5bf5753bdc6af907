package dev.dbops.cli.completion;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The parts of the command line that a shell completes. Hidden options and commands are left out.
 *
 * @param globalOptions the options that every command takes, before or after its name
 * @param rootOptions the other options, which are used without a command
 * @param commands in the order of the help
 */
public record CompletionModel(List<Option> globalOptions, List<Option> rootOptions, List<Command> commands) {

    /**
     * A command.
     *
     * @param name its name
     * @param description one sentence
     * @param options its own
     * @param arguments what may follow the command, in order
     */
    public record Command(String name, String description, List<Option> options, List<Argument> arguments) {}

    /**
     * An option.
     *
     * @param names with their hyphens
     * @param description one sentence
     * @param repeatable whether it may be given again
     * @param argument its value
     */
    public record Option(List<String> names, String description, boolean repeatable, Argument argument) {}

    /**
     * The value of an option, or an argument of a command.
     *
     * @param label its name in the help, in lower case
     * @param values the values that are possible
     */
    public record Argument(String label, Values values) {}

    /** The possible values of an argument. */
    public sealed interface Values {
        /** Nothing: the option is a switch. */
        record None() implements Values {}

        /** Anything. */
        record Text() implements Values {}

        /** The name of a file. */
        record Files() implements Values {}

        /** The name of a directory. */
        record Directories() implements Values {}

        /** The name of a table of the target, which db-ops asks the database for. */
        record Tables() implements Values {}

        /** The name of an environment. */
        record Environments() implements Values {}

        /** The name of a command. */
        record Commands() implements Values {}

        /**
         * One of a few.
         *
         * @param words all of them
         */
        record Words(List<String> words) implements Values {}
    }

    /** Reads the model of a command line that has all commands. */
    public static CompletionModel of(CommandSpec root) {
        var specs = new ArrayList<CommandSpec>();
        for (var subcommand : root.subcommands().values()) {
            specs.add(subcommand.getCommandSpec());
        }
        var global = new ArrayList<OptionSpec>();
        var own = new ArrayList<OptionSpec>();
        for (var option : root.options()) {
            (isOfAll(specs, option) ? global : own).add(option);
        }
        var commands = new ArrayList<Command>();
        for (var spec : specs) {
            if (!spec.usageMessage().hidden()) {
                commands.add(command(spec, global));
            }
        }
        return new CompletionModel(options(global), options(own), List.copyOf(commands));
    }

    private static boolean isOfAll(List<CommandSpec> commands, OptionSpec option) {
        for (var command : commands) {
            if (command.findOption(option.longestName()) == null) {
                return false;
            }
        }
        return true;
    }

    private static Command command(CommandSpec spec, List<OptionSpec> global) {
        var own = new ArrayList<OptionSpec>();
        for (var option : spec.options()) {
            if (!isOneOf(global, option)) {
                own.add(option);
            }
        }
        var arguments = new ArrayList<Argument>();
        for (var parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                arguments.add(argument(parameter));
            }
        }
        var description = firstSentence(spec.usageMessage().description());
        return new Command(spec.name(), description, options(own), List.copyOf(arguments));
    }

    private static boolean isOneOf(List<OptionSpec> options, OptionSpec option) {
        for (var other : options) {
            if (other.longestName().equals(option.longestName())) {
                return true;
            }
        }
        return false;
    }

    private static List<Option> options(List<OptionSpec> specs) {
        var options = new ArrayList<Option>();
        for (var spec : specs) {
            if (!spec.hidden()) {
                options.add(option(spec));
            }
        }
        return List.copyOf(options);
    }

    private static Option option(OptionSpec spec) {
        return new Option(
                List.of(spec.names()), firstSentence(spec.description()), spec.isMultiValue(), argument(spec));
    }

    private static Argument argument(ArgSpec spec) {
        return new Argument(spec.paramLabel().toLowerCase(Locale.ROOT), values(spec));
    }

    private static Values values(ArgSpec spec) {
        if (spec.arity().max() == 0) {
            return new Values.None();
        }
        if (spec.completionCandidates() != null) {
            var words = new ArrayList<String>();
            spec.completionCandidates().forEach(words::add);
            return new Values.Words(List.copyOf(words));
        }
        var type = spec.auxiliaryTypes()[0];
        if (type == Path.class || type == File.class) {
            return spec.paramLabel().equals("DIR") ? new Values.Directories() : new Values.Files();
        }
        if (spec instanceof OptionSpec option && List.of(option.names()).contains("--env")) {
            return new Values.Environments();
        }
        return switch (spec.paramLabel()) {
            case "ENVIRONMENT" -> new Values.Environments();
            case "COMMAND" -> new Values.Commands();
            case "TABLE" -> new Values.Tables();
            default -> new Values.Text();
        };
    }

    /** The first sentence, without its full stop: shells show it in one line. */
    private static String firstSentence(String... description) {
        if (description.length == 0) {
            return "";
        }
        var end = description[0].indexOf(". ");
        var sentence = end < 0 ? description[0] : description[0].substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
