package dev.dbops.cli.query;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.target.LocalName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the SQL: the first word, a file, or standard input. If the SQL is not a word, the one word is the environment; and so
 * is a word that can hardly be SQL, {@code prod}, unless the environment is named besides.
 */
final class QuerySourceOptions {
    private static final String STANDARD_INPUT = "-";
    private static final String WAYS = "db-ops query \"SELECT ...\", or -f FILE, or SQL on standard input";

    private Optional<Path> file = Optional.empty();
    private Optional<String> word = Optional.empty();

    void describe(CommandSpecBuilder model) {
        model.option(
                        "-f --file",
                        "FILE",
                        "File with the SQL; - for standard input.",
                        Path.class,
                        value -> file = Optional.of(value))
                .argument(
                        "SQL",
                        "SQL to run. With -f or standard input, the first argument is the environment or URL.",
                        value -> word = Optional.of(value));
    }

    /**
     * Opens the SQL.
     *
     * @param inputIsTaken whether standard input is something else
     * @throws OpsException of kind USAGE when there is none
     */
    InputFile open(Context context, boolean inputIsTaken) {
        if (word.isPresent() && !isEnvironment(word.get(), context)) {
            if (file.isPresent()) {
                throw new OpsException(
                        Kind.USAGE, "the SQL is given both as an argument and with -f", "give one of them");
            }
            var text = word.get().getBytes(StandardCharsets.UTF_8);
            return InputFile.ofStream(new ByteArrayInputStream(text), "SQL");
        }
        word.ifPresent(context.targets()::environmentArgument);
        if (file.isPresent() && !file.get().toString().equals(STANDARD_INPUT)) {
            return InputFile.ofFile(context.file(file.get()), file.get().toString());
        }
        if (inputIsTaken) {
            throw new OpsException(Kind.USAGE, "standard input is the value of a parameter, and no SQL is given", WAYS);
        }
        return file.isEmpty() && context.terminal().isTyped()
                ? fail("and standard input is a terminal")
                : standardInput(context);
    }

    private InputFile standardInput(Context context) {
        var input = InputFile.ofStream(context.terminal().in(), "stdin");
        return input.size() == 0 ? fail("and standard input is empty") : input;
    }

    /** A word of letters, digits, - and _ alone is not a statement, except VACUUM and the like. */
    private static boolean isEnvironment(String word, Context context) {
        if (ConnectionUrl.isUrl(word) || LocalName.isLocal(word)) {
            return true;
        }
        for (var i = 0; i < word.length(); i++) {
            var letter = word.charAt(i);
            if (!Character.isLetterOrDigit(letter) && letter != '-' && letter != '_') {
                return false;
            }
        }
        return !word.isEmpty() && !context.targets().namesEnvironment();
    }

    private InputFile fail(String why) {
        if (word.isPresent() && ConnectionUrl.isUrl(word.get())) {
            throw new OpsException(
                    Kind.USAGE,
                    "only a connection URL was given, and no SQL: no -f, " + why,
                    "db-ops query \"SELECT ...\" URL, or db-ops query -f FILE URL");
        }
        throw word.isEmpty()
                ? new OpsException(Kind.USAGE, "no SQL was given: no argument, no -f, " + why, WAYS)
                : new OpsException(
                        Kind.USAGE,
                        "\"%s\" is read as the environment, and no SQL was given: no -f, %s".formatted(word.get(), why),
                        WAYS + "; SQL of one word ends in a semicolon: \"VACUUM;\"");
    }
}
