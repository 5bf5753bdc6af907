package dev.dbops.cli.command;

import dev.dbops.OpsException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What picocli is to know of a command: its help, its options, its arguments.
 *
 * <p>Commands describe themselves by code rather than by picocli's annotations. Those are read by reflection and need
 * classes that are made anew in every process, which took a sixth of a short command's time (docs/performance.md).
 */
public final class CommandSpecBuilder {
    private final CommandSpec spec;
    private boolean takesEnvironment;

    public CommandSpecBuilder(CommandSpec spec) {
        this.spec = spec;
    }

    /** The sentence behind the command's name in the help. */
    public CommandSpecBuilder description(String sentence) {
        spec.usageMessage().description(sentence);
        return this;
    }

    /** What stands below the options in the help, each a line; the last of them is an example that can be run. */
    public CommandSpecBuilder footer(String... lines) {
        var footer = new String[lines.length + 1];
        footer[0] = "";
        System.arraycopy(lines, 0, footer, 1, lines.length);
        spec.usageMessage().footer(footer);
        return this;
    }

    /** The command works on a database, and takes the environment's name as its last word. */
    public CommandSpecBuilder takesEnvironment() {
        takesEnvironment = true;
        return this;
    }

    public boolean wantsEnvironment() {
        return takesEnvironment;
    }

    /** An option without a value. */
    public CommandSpecBuilder flag(String names, String description, Consumer<Boolean> target) {
        return add(builder(names, description).type(boolean.class).setter(setter(Boolean.class, target)));
    }

    /** An option with a text. */
    public CommandSpecBuilder option(String names, String label, String description, Consumer<String> target) {
        return option(names, label, description, String.class, target);
    }

    /** An option with a text that may be empty. */
    public CommandSpecBuilder optionOrEmpty(String names, String label, String description, Consumer<String> target) {
        return add(
                builder(names, description).paramLabel(label).type(String.class).setter(setter(String.class, target)));
    }

    /** An option with a whole number. */
    public CommandSpecBuilder number(
            String names, String label, String description, NumberRange range, Consumer<Integer> target) {
        var option = longest(names);
        return add(builder(names, description)
                .paramLabel(label)
                .type(Integer.class)
                .converters(text -> range.read(text, option))
                .setter(setter(Integer.class, target)));
    }

    /**
     * An option with a value of a type that picocli converts.
     *
     * @param names one or several, separated by spaces
     * @param label stands for the value in the help
     * @param description a sentence
     * @param target takes the value, when the option is given; never an empty one
     */
    public <T> CommandSpecBuilder option(
            String names, String label, String description, Class<T> type, Consumer<T> target) {
        return add(builder(names, description)
                .paramLabel(label)
                .type(type)
                .setter(setter(type, filled(target, longest(names)))));
    }

    /** An option without a value, for programs: help does not show it. */
    public CommandSpecBuilder hiddenFlag(String name, Consumer<Boolean> target) {
        return add(OptionSpec.builder(name).hidden(true).type(boolean.class).setter(setter(Boolean.class, target)));
    }

    /**
     * An option that may be given several times.
     *
     * @param target takes each value when its turn comes: several options that share one target hear all their values
     *     in the order of the command line
     */
    public CommandSpecBuilder repeated(String names, String label, String description, Consumer<String> target) {
        return add(repeatedBuilder(names, label, description).setter(each(filled(target, longest(names)))));
    }

    /**
     * An option with one of several words.
     *
     * @param choices what completion offers; the target refuses others
     */
    public CommandSpecBuilder choice(
            String names, String label, String description, List<String> choices, Consumer<String> target) {
        return add(builder(names, description)
                .paramLabel(label)
                .type(String.class)
                .completionCandidates(choices)
                .setter(setter(String.class, filled(target, longest(names)))));
    }

    /** An option that may be given several times, as {@link #repeated} is, with one of several words each time. */
    public CommandSpecBuilder repeatedChoice(
            String names, String label, String description, List<String> choices, Consumer<String> target) {
        return add(repeatedBuilder(names, label, description)
                .completionCandidates(choices)
                .setter(each(filled(target, longest(names)))));
    }

    /**
     * An option with a time, such as 30s.
     *
     * @param least the shortest time that makes sense, as people write it
     * @param most the longest
     */
    public CommandSpecBuilder duration(
            String names, String description, String least, String most, Consumer<Duration> target) {
        return add(builder(names, description)
                .paramLabel("TIME")
                .type(Duration.class)
                .converters(new DurationConverter(least, most))
                .setter(setter(Duration.class, target)));
    }

    /** An argument that may be left out, behind those that were described before. */
    public CommandSpecBuilder argument(String label, String description, Consumer<String> target) {
        return argument(label, description, String.class, target);
    }

    /** An argument of a type that picocli converts, which may be left out. */
    public <T> CommandSpecBuilder argument(String label, String description, Class<T> type, Consumer<T> target) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(Integer.toString(singleArguments()))
                .arity("0..1")
                .paramLabel(label)
                .description(description)
                .type(type)
                .setter(setter(type, filled(target, label)))
                .build());
        return this;
    }

    /** Those that take one word; the words of another program stand behind them, whenever they were described. */
    private int singleArguments() {
        var count = 0;
        for (var argument : spec.positionalParameters()) {
            if (!argument.index().isVariable()) {
                count++;
            }
        }
        return count;
    }

    /**
     * Any number of arguments of one kind.
     *
     * @param target takes each, in their order
     */
    public CommandSpecBuilder arguments(String label, String description, Consumer<String> target) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .paramLabel(label)
                .description(description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .setter(each(target))
                .build());
        return this;
    }

    /** All words from the first one on that is no option, whatever they look like: another program's command line. */
    public CommandSpecBuilder commandLine(String label, String description, Consumer<String> target) {
        spec.parser().stopAtPositional(true);
        return arguments(label, description, target);
    }

    /**
     * Shows in the help that words behind "--" are another program's; {@link RunsProgram} gets them.
     *
     * @param refusal says what is wrong about a word of it that stands before
     */
    public CommandSpecBuilder programArguments(
            String label, String description, Function<String, OpsException> refusal) {
        spec.usageMessage().showEndOfOptionsDelimiterInUsageHelp(true);
        spec.addPositional(PositionalParamSpec.builder()
                .index("1..*")
                .arity("0..*")
                .paramLabel(label)
                .description(description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .setter(each(word -> {
                    throw refusal.apply(word);
                }))
                .build());
        return this;
    }

    /** The option that shows the help. */
    public CommandSpecBuilder help(String names, String description) {
        return add(builder(names, description).usageHelp(true));
    }

    private CommandSpecBuilder add(OptionSpec.Builder option) {
        spec.addOption(option.build());
        return this;
    }

    private static OptionSpec.Builder builder(String names, String description) {
        return OptionSpec.builder(names.split(" ")).description(description);
    }

    private static OptionSpec.Builder repeatedBuilder(String names, String label, String description) {
        return builder(names, description).paramLabel(label).type(List.class).auxiliaryTypes(String.class);
    }

    private static String longest(String names) {
        return names.substring(names.lastIndexOf(' ') + 1);
    }

    /** Refuses empty values; where one means something, the option says so. */
    private static <T> Consumer<T> filled(Consumer<T> target, String name) {
        return value -> {
            ValueCheck.requireText(value, name);
            target.accept(value);
        };
    }

    private static ISetter each(Consumer<String> target) {
        return new ISetter() {
            /** Without a getter, picocli makes a new list each time that the option is given. */
            @Override
            public <V> V set(V value) {
                if (value instanceof List<?> values) {
                    values.forEach(each -> target.accept((String) each));
                }
                return value;
            }
        };
    }

    /** Picocli first sets every option to null; the field keeps its default then. */
    private static <T> ISetter setter(Class<T> type, Consumer<T> target) {
        return new ISetter() {
            @Override
            public <V> V set(V value) {
                if (value != null) {
                    target.accept(type.cast(value));
                }
                return value;
            }
        };
    }
}
