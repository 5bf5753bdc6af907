package dev.dbops.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of db-ops before picocli parses them. Every class that needs an unparsed argument asks this one.
 *
 * <p>Three things must be known before picocli can parse. The first is the command: only its model is built, because
 * building the models of all commands takes a large part of a short command's time. The second is the format and the
 * color of errors, because errors of parsing are printed in them, too. The third is the "--" after which the arguments
 * belong to another program.
 */
public final class RawArguments {
    /** The global options that take a value. A test compares them with the model. */
    public static final Set<String> OPTIONS_WITH_VALUE = Set.of(
            "--url",
            "-e",
            "--env",
            "-d",
            "--database",
            "--secret",
            "--via",
            "--cluster-arn",
            "--env-file",
            "-o",
            "--output",
            "--confirm");

    /**
     * The global options of one letter that take no value and can precede another letter. A test compares them, too.
     */
    public static final String FLAGS = "xqhV";

    private static final String END_OF_OPTIONS = "--";

    private final List<String> words;

    /** The words before "--". */
    private final List<String> own;

    public RawArguments(String... args) {
        this.words = List.of(args);
        var end = words.indexOf(END_OF_OPTIONS);
        this.own = end < 0 ? words : words.subList(0, end);
    }

    /**
     * An option as it is written in one word.
     *
     * @param name its name, with the hyphens
     * @param value the value in the same word; empty if the word contains none
     */
    private record Option(String name, Optional<String> value) {
        static Option of(String word) {
            var end = nameEnd(word);
            var name = word.startsWith("--") ? word.substring(0, end) : "-" + word.charAt(end - 1);
            var rest = word.substring(end);
            return new Option(
                    name,
                    rest.isEmpty() ? Optional.empty() : Optional.of(rest.startsWith("=") ? rest.substring(1) : rest));
        }

        private static int nameEnd(String word) {
            if (word.startsWith("--")) {
                var separator = word.indexOf('=');
                return separator < 0 ? word.length() : separator;
            }
            var end = 2;
            while (end < word.length() && FLAGS.indexOf(word.charAt(end - 1)) >= 0) {
                end++;
            }
            return end;
        }

        /** Returns whether the value is the next word. */
        boolean takesNextWord() {
            return value.isEmpty() && OPTIONS_WITH_VALUE.contains(name);
        }
    }

    /** All words, for picocli. */
    public String[] words() {
        return words.toArray(new String[0]);
    }

    /** The words before "--", for picocli. */
    public String[] own() {
        return own.toArray(new String[0]);
    }

    /** The words after "--"; empty if there is no "--". */
    public Optional<List<String>> afterEndOfOptions() {
        return own.size() < words.size() ? Optional.of(words.subList(own.size() + 1, words.size())) : Optional.empty();
    }

    /** Returns whether the only argument asks for the version. */
    public boolean isVersionAlone() {
        return words.size() == 1 && Set.of("--version", "-V", "version").contains(words.getFirst());
    }

    /** The first word that is neither an option nor the value of a global option. */
    public Optional<String> command() {
        var at = indexOfCommand();
        return at < 0 ? Optional.empty() : Optional.of(words.get(at));
    }

    /** The same arguments with another command. */
    public RawArguments withCommand(String name) {
        var changed = words();
        changed[indexOfCommand()] = name;
        return new RawArguments(changed);
    }

    private int indexOfCommand() {
        for (var at = 0; at < words.size(); at++) {
            if (!isOption(words.get(at))) {
                return at;
            }
            if (Option.of(words.get(at)).takesNextWord()) {
                at++;
            }
        }
        return -1;
    }

    /** The value of {@code --output}; the last one if there are several. */
    public Optional<String> format() {
        var format = Optional.<String>empty();
        for (var at = 0; at < own.size(); at++) {
            if (isOption(own.get(at))) {
                var option = Option.of(own.get(at));
                var value = option.takesNextWord() && at + 1 < own.size() ? Optional.of(own.get(++at)) : option.value();
                format = option.name().equals("-o") || option.name().equals("--output") ? value : format;
            }
        }
        return format;
    }

    /** Returns whether {@code --no-color} is given. */
    public boolean declinesColor() {
        return own.contains("--no-color");
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.startsWith("-");
    }
}
