package dev.dbops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command's example with one value that it is not meant for.
 *
 * @param example the example, which works without the value
 * @param place the option or the argument that gets the value
 * @param words the command line
 */
record NonsenseCase(Example example, String place, List<String> words) {
    private static final Set<String> FOLLOWERS = Set.of("--follow", "--watch", "events-tail", "wait");
    private static final int SHOWN = 120;

    /** Every option and every argument of the command, each with every value. */
    static Stream<NonsenseCase> of(CommandSpec command, Example example, List<String> words, List<String> values) {
        var options = command.options().stream()
                .filter(option -> option.arity().max() > 0)
                .flatMap(option -> values.stream().map(value -> with(example, words, option, value)));
        var arguments = command.positionalParameters().stream()
                .flatMap(argument -> values.stream().map(value -> with(example, command, words, argument, value)));
        return Stream.concat(options, arguments);
    }

    private static NonsenseCase with(Example example, List<String> words, OptionSpec option, String value) {
        var changed = new ArrayList<>(words);
        for (var name : option.names()) {
            var at = changed.indexOf(name);
            if (at >= 0) {
                changed.subList(at, Math.min(at + 2, changed.size())).clear();
            }
        }
        // As one word, as --name= lets a value begin with a dash.
        changed.addAll(
                1,
                option.longestName().startsWith("--")
                        ? List.of(option.longestName() + "=" + value)
                        : List.of(option.longestName(), value));
        return new NonsenseCase(example, option.longestName(), List.copyOf(changed));
    }

    private static NonsenseCase with(
            Example example, CommandSpec command, List<String> words, PositionalParamSpec argument, String value) {
        var changed = new ArrayList<>(words);
        var first = firstArgument(command, words);
        if (first < changed.size()) {
            changed.set(first, value);
        } else {
            changed.add(value);
        }
        return new NonsenseCase(example, argument.paramLabel(), List.copyOf(changed));
    }

    /** Where the words are that belong to no option. */
    private static int firstArgument(CommandSpec command, List<String> words) {
        var at = 1;
        while (at < words.size()
                && words.get(at).startsWith("-")
                && !words.get(at).equals("--")) {
            var option = command.findOption(words.get(at));
            at += option != null && option.arity().max() > 0 ? 2 : 1;
        }
        return at;
    }

    /** The same with another word after the command. */
    NonsenseCase also(String word) {
        var more = new ArrayList<>(words);
        more.add(1, word);
        return new NonsenseCase(example, place, List.copyOf(more));
    }

    boolean wantsJson() {
        return words.contains("-ojson");
    }

    /** Returns whether it runs until it is interrupted. */
    boolean follows() {
        return words.stream().anyMatch(FOLLOWERS::contains);
    }

    @Override
    public String toString() {
        var shown = new StringBuilder("db-ops");
        for (var word : words) {
            shown.append(" '")
                    .append(word.length() > SHOWN ? word.substring(0, SHOWN) + "..." : word)
                    .append('\'');
        }
        return shown.toString();
    }
}
