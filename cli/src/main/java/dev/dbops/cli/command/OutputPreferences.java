package dev.dbops.cli.command;

import dev.dbops.cli.output.OutputFormat;
import dev.dbops.cli.process.Invocation;

/**
 * The color and the format of the output. For errors of parsing, they come from the arguments that are not parsed yet.
 */
public final class OutputPreferences {
    private OutputPreferences() {}

    /** Returns whether to use colors: on a terminal, unless the user has declined them (no-color.org). */
    public static boolean color(Invocation invocation, GlobalOptions options) {
        var variables = invocation.variables();
        return invocation.terminal().err()
                && !options.noColor()
                && variables.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(variables.get("TERM"));
    }

    /** Returns the same when the arguments may not have been parsed. */
    public static boolean color(Invocation invocation, GlobalOptions options, RawArguments arguments) {
        return color(invocation, options) && !arguments.declinesColor();
    }

    /** Returns whether to print JSON; also when the arguments could not be parsed. */
    public static boolean json(GlobalOptions options, RawArguments arguments) {
        return options.output() == OutputFormat.json
                || arguments.format().filter(OutputFormat.json.name()::equals).isPresent();
    }
}
