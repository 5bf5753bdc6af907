package dev.dbops.cli.command;

import dev.dbops.cli.output.OutputFormat;
import dev.dbops.cli.process.Invocation;
import java.util.List;

/** How a command line is answered: in color, as JSON; known before its arguments are parsed, for the errors of parsing. */
public final class OutputPreferences {
    private OutputPreferences() {}

    /** Returns whether to use colors: where a person sees them and has not declined (no-color.org). */
    public static boolean color(Invocation invocation, GlobalOptions options, String... args) {
        var variables = invocation.variables();
        return invocation.terminal().err()
                && !options.noColor()
                && !ownWords(args).contains("--no-color")
                && variables.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(variables.get("TERM"));
    }

    /** Returns whether to print JSON; also when the arguments could not be parsed, because a script asked for it. */
    public static boolean json(GlobalOptions options, String... args) {
        if (options.output() == OutputFormat.json) {
            return true;
        }
        var words = ownWords(args);
        var at = Math.max(words.indexOf("-o"), words.indexOf("--output"));
        return at >= 0 && at + 1 < words.size() && words.get(at + 1).equals("json")
                || words.contains("--output=json")
                || words.contains("-o=json")
                || words.contains("-ojson");
    }

    /** The words before "--"; the words after it may be another program's. */
    public static List<String> ownWords(String... args) {
        var words = List.of(args);
        var end = words.indexOf("--");
        return end < 0 ? words : words.subList(0, end);
    }
}
