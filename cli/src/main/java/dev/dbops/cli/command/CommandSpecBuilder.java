package dev.dbops.cli.command;

import dev.dbops.OpsException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Builds the description of a command for picocli: its help, its options, its arguments.
 *
 * <p>Commands describe themselves by code and not by picocli's annotations. picocli reads annotations by reflection and
 * generates classes in every process, which took a sixth of a short command's time (docs/performance.md).
 */
public final class CommandSpecBuilder {
    private static final SeparateValue SEPARATE_VALUE = new SeparateValue();

    private final CommandSpec spec;
    private boolean takesEnvironment;

    public CommandSpecBuilder(CommandSpec spec) {
        this.spec = spec;
        spec.parser().allowOptionsAsOptionParameters(true).allowSubcommandsAsOptionParameters(true);
    }

    /** The sentence next to the command's name in the help. */
    public CommandSpecBuilder description(String sentence) {
        spec.usageMessage().description(sentence);
        return this;
    }

    /** The lines below the options in the help; the last line is an example that can be run. */
    public CommandSpecBuilder footer(String... lines) {
        var footer = new String[lines.length + 1];
        footer[0] = "";
        System.arraycopy(lines, 0, footer, 1, lines.length);
        spec.usageMessage().footer(footer);
        return this;
    }

    /** The command works on a database, and takes the environment's name as its last argument. */
    public CommandSpecBuilder takesEnvironment() {
        takesEnvironment = true;
        return this;
    }

    /** Returns whether the last argument may be the name of an environment. */
    public boolean wantsEnvironment() {
        return takesEnvironment;
    }

    /** An option without a value. */
    public CommandSpecBuilder flag(String names, String description, Consumer<Boolean> target) {
        return add(builder(names, description).type(boolean.class).setter(Setters.single(Boolean.class, target)));
    }

    /** An option with a text. */
    public CommandSpecBuilder option(String names, String label, String description, Consumer<String> target) {
        return option(names, label, description, String.class, target);
    }

    /** An option with a text that may be empty. */
    public CommandSpecBuilder optionOrEmpty(String names, String label, String description, Consumer<String> target) {
        return add(valued(names, label, description, String.class).setter(Setters.single(String.class, target)));
    }

    /** An option with a whole number. */
    public CommandSpecBuilder number(
            String names, String label, String description, NumberRange range, Consumer<Integer> target) {
        var option = longest(names);
        return add(valued(names, label, description, Integer.class)
                .converters(text -> range.read(text, option))
                .setter(Setters.single(Integer.class, target)));
    }

    /**
     * An option with a value of a type that picocli converts.
     *
     * @param names one or several, separated by spaces
     * @param label the name of the value in the help
     * @param description a sentence
     * @param target receives the value when the option is given; never an empty value
     */
    public <T> CommandSpecBuilder option(
            String names, String label, String description, Class<T> type, Consumer<T> target) {
        return add(valued(names, label, description, type)
                .setter(Setters.single(type, Setters.filled(target, longest(names)))));
    }

    /** An option without a value, for programs. The help does not show it. */
    public CommandSpecBuilder hiddenFlag(String name, Consumer<Boolean> target) {
        return add(OptionSpec.builder(name)
                .hidden(true)
                .type(boolean.class)
                .setter(Setters.single(Boolean.class, target)));
    }

    /**
     * An option that may be given several times.
     *
     * @param target receives each value in the order of the command line; several options can share one target
     */
    public CommandSpecBuilder repeated(String names, String label, String description, Consumer<String> target) {
        return add(repeatedBuilder(names, label, description)
                .setter(Setters.each(Setters.filled(target, longest(names)))));
    }

    /**
     * An option with one of several words.
     *
     * @param choices the words that completion offers; the target refuses all other words
     */
    public CommandSpecBuilder choice(
            String names, String label, String description, List<String> choices, Consumer<String> target) {
        return add(valued(names, label, description, String.class)
                .completionCandidates(choices)
                .setter(Setters.single(String.class, Setters.filled(target, longest(names)))));
    }

    /** An option that may be given several times, as with {@link #repeated}, each time with one of several words. */
    public CommandSpecBuilder repeatedChoice(
            String names, String label, String description, List<String> choices, Consumer<String> target) {
        return add(repeatedBuilder(names, label, description)
                .completionCandidates(choices)
                .setter(Setters.each(Setters.filled(target, longest(names)))));
    }

    /**
     * An option with a duration, such as 30s.
     *
     * @param least the shortest duration that is accepted, as users write it
     * @param most the longest duration that is accepted
     */
    public CommandSpecBuilder duration(
            String names, String description, String least, String most, Consumer<Duration> target) {
        return add(valued(names, "TIME", description, Duration.class)
                .converters(new DurationConverter(least, most))
                .setter(Setters.single(Duration.class, target)));
    }

    /** An option with a duration of hours or days, which needs its unit. */
    public CommandSpecBuilder longDuration(
            String names, String description, String least, String most, Consumer<Duration> target) {
        return add(valued(names, "TIME", description, Duration.class)
                .converters(DurationConverter.withUnit(least, most))
                .setter(Setters.single(Duration.class, target)));
    }

    /** An optional argument, after the arguments that were added before it. */
    public CommandSpecBuilder argument(String label, String description, Consumer<String> target) {
        return argument(label, description, String.class, target);
    }

    /** An optional argument of a type that picocli converts. */
    public <T> CommandSpecBuilder argument(String label, String description, Class<T> type, Consumer<T> target) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(Integer.toString(singleArguments()))
                .arity("0..1")
                .paramLabel(label)
                .description(description)
                .type(type)
                .setter(Setters.single(type, Setters.filled(target, label)))
                .build());
        return this;
    }

    /** Counts the arguments that take one word; the arguments of another program always follow them. */
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
     * @param target receives each argument, in order
     */
    public CommandSpecBuilder arguments(String label, String description, Consumer<String> target) {
        spec.addPositional(
                words("0..*", label, description).setter(Setters.each(target)).build());
        return this;
    }

    /** The command line of another program: all words from the first one that is not an option. */
    public CommandSpecBuilder commandLine(String label, String description, Consumer<String> target) {
        spec.parser().stopAtPositional(true);
        return arguments(label, description, target);
    }

    /**
     * Shows in the help that the words after "--" belong to another program; {@link RunsProgram} receives them.
     *
     * @param refusal makes the error for a word that belongs to the other program but precedes the "--"
     */
    public CommandSpecBuilder programArguments(
            String label, String description, Function<String, OpsException> refusal) {
        spec.usageMessage().showEndOfOptionsDelimiterInUsageHelp(true);
        spec.addPositional(words("1..*", label, description)
                .setter(Setters.each(word -> {
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
        return OptionSpec.builder(names.split(" ")).description(description).preprocessor(SEPARATE_VALUE);
    }

    private static OptionSpec.Builder valued(String names, String label, String description, Class<?> type) {
        return ChoiceConverter.where(
                builder(names, description).paramLabel(label).type(type), type);
    }

    private static PositionalParamSpec.Builder words(String index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(index)
                .arity("0..*")
                .paramLabel(label)
                .description(description)
                .type(List.class)
                .auxiliaryTypes(String.class);
    }

    private static OptionSpec.Builder repeatedBuilder(String names, String label, String description) {
        return builder(names, description).paramLabel(label).type(List.class).auxiliaryTypes(String.class);
    }

    private static String longest(String names) {
        return names.substring(names.lastIndexOf(' ') + 1);
    }
}
