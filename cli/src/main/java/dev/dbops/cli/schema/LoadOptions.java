package dev.dbops.cli.schema;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.script.ScriptOptions;
import dev.dbops.script.ScriptOptions.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of the commands that load a script. */
final class LoadOptions {
    private Path file = Path.of("");
    private final List<String> variables = new ArrayList<>();
    private boolean noTransaction;
    private boolean continueOnError;
    private boolean check;
    private boolean allowConnect;
    private int fromLine = 1;
    private Duration lockTimeout = Duration.ofSeconds(60);

    void describe(CommandSpecBuilder model, ScriptFile kind) {
        model.option(
                "-f --file",
                "FILE",
                "Script file; - for standard input. Default: %s, here, in db or in backend-flask/db."
                        .formatted(kind.fileName()),
                Path.class,
                value -> file = value);
        describeRun(model);
    }

    /** The options that do not say which script is meant. */
    void describeRun(CommandSpecBuilder model) {
        model.repeated("-v --variable", "NAME=VALUE", "Set a psql variable. May be repeated.", variables::add)
                .flag("--check", "Run everything, then roll back.", value -> check = value)
                .flag(
                        "--no-transaction",
                        "Run each statement separately; stop at the first error.",
                        value -> noTransaction = value)
                .flag(
                        "--continue-on-error",
                        "Run each statement separately and continue after errors. Exit code 3 after an error.",
                        value -> continueOnError = value)
                .number(
                        "--from-line",
                        "LINE",
                        "Start at this line; settings from earlier lines still apply.",
                        new NumberRange(1, Integer.MAX_VALUE, "use the line in the error message"),
                        value -> fromLine = value)
                .flag("--allow-connect", "Allow \\connect to other databases.", value -> allowConnect = value)
                .duration(
                        "--lock-timeout",
                        "Time limit for waiting until another load ends. Default: 60s.",
                        "0s",
                        "24d",
                        value -> lockTimeout = value);
    }

    Path file() {
        return file;
    }

    Duration lockTimeout() {
        return lockTimeout;
    }

    ScriptOptions scriptOptions(Context context, LoadSession session) {
        return new ScriptOptions(mode(), variables(), context.file(Path.of("")), allowConnect, fromLine, session);
    }

    private Mode mode() {
        if ((check ? 1 : 0) + (noTransaction ? 1 : 0) + (continueOnError ? 1 : 0) > 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "--check, --no-transaction and --continue-on-error cannot be combined",
                    "pass only one of them");
        }
        if (check) {
            return Mode.CHECK;
        }
        if (continueOnError) {
            return Mode.CONTINUE;
        }
        return noTransaction ? Mode.STATEMENTS : Mode.TRANSACTION;
    }

    private Map<String, String> variables() {
        var values = new HashMap<String, String>();
        for (var variable : variables) {
            var equals = variable.indexOf('=');
            if (equals < 1) {
                throw new OpsException(Kind.USAGE, "\"" + variable + "\" is not NAME=VALUE", "write -v NAME=VALUE");
            }
            values.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return values;
    }
}
