package dev.dbops.cli.rds.settings;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.RdsName;
import dev.dbops.cli.command.CommandSpecBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The options that select, set and reset parameters. */
final class RdsParameterOptions {
    private boolean all;
    private String pattern = "";
    private final Map<String, String> set = new LinkedHashMap<>();
    private final List<String> reset = new ArrayList<>();
    private Optional<String> newGroup = Optional.empty();

    void describe(CommandSpecBuilder model) {
        model.flag("--all", "List all parameters, also those with their default.", value -> all = value)
                .option(
                        "--name",
                        "PATTERN",
                        "List only these parameters; * stands for any characters.",
                        value -> pattern = value)
                .repeated("--set", "NAME=VALUE", "Set a parameter. May be repeated.", this::addSet)
                .repeated("--reset", "NAME", "Return a parameter to its default. May be repeated.", reset::add)
                .option(
                        "--create-group",
                        "GROUP",
                        "Create this parameter group and assign it, instead of changing the assigned one.",
                        value -> newGroup = Optional.of(RdsName.parameterGroup(value, "--create-group")));
    }

    private void addSet(String text) {
        var separator = text.indexOf('=');
        if (separator < 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a setting (from --set)".formatted(text),
                    "pass NAME=VALUE, such as work_mem=65536");
        }
        if (set.put(text.substring(0, separator), text.substring(separator + 1)) != null) {
            throw new OpsException(
                    Kind.USAGE,
                    "--set names %s twice".formatted(text.substring(0, separator)),
                    "pass one value for each parameter");
        }
    }

    /** Returns whether to list parameters that have their default. */
    boolean all() {
        return all;
    }

    /** Returns whether to change parameters, and not to list them. */
    boolean changes() {
        return !set.isEmpty() || !reset.isEmpty();
    }

    /** Returns whether a pattern selects the parameters to list. */
    boolean isFiltered() {
        return !pattern.isEmpty();
    }

    /** The parameters to list. */
    Predicate<String> names() {
        if (pattern.isEmpty()) {
            return _ -> true;
        }
        var parts = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
        var expression = new StringBuilder();
        for (var part : parts) {
            expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(expression.toString()).asMatchPredicate();
    }

    Map<String, String> set() {
        return set;
    }

    List<String> reset() {
        return reset;
    }

    Optional<String> newGroup() {
        return newGroup;
    }

    /** Throws an exception of kind USAGE when options contradict each other. */
    void check() {
        refuse(
                changes() && (all || !pattern.isEmpty()),
                "--all and --name list parameters, and cannot be combined with --set and --reset",
                "list them in a command of its own");
        refuse(
                newGroup.isPresent() && !changes(),
                "--create-group requires --set or --reset",
                "pass the parameters that the new group is for: --set NAME=VALUE");
        reset.stream()
                .filter(set::containsKey)
                .findFirst()
                .ifPresent(name -> refuse(true, "%s is to be set and to be reset".formatted(name), "pass one of them"));
    }

    private static void refuse(boolean wrong, String message, String hint) {
        if (wrong) {
            throw new OpsException(Kind.USAGE, message, hint);
        }
    }
}
