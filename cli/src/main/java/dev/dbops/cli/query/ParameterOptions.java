package dev.dbops.cli.query;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.query.ParameterValues;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values of named parameters: {@code -p}, {@code --text}. */
final class ParameterOptions {
    private static final String STANDARD_INPUT = "-";

    private final List<String> values = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    void describe(CommandSpecBuilder model) {
        model.repeated(
                        "-p --parameter",
                        "NAME=VALUE",
                        "Value of the parameter :NAME or %%(NAME)s. NAME=@FILE reads the value from a file, "
                                + "NAME=@- from standard input. NAME:=null is NULL. May be repeated.",
                        values::add)
                .repeated(
                        "--text",
                        "NAME=VALUE",
                        "Value of a parameter, taken literally, even if it begins with @. May be repeated.",
                        texts::add);
    }

    /** Returns whether a value is read from standard input, so that the SQL cannot be. */
    boolean readsStandardInput() {
        return values.stream()
                .anyMatch(value -> value.substring(value.indexOf('=') + 1).equals("@-"));
    }

    ParameterValues values(Context context) {
        var result = new ParameterValues();
        for (var value : values) {
            var equals = endOfName(value);
            var name = value.substring(0, equals);
            if (name.endsWith(":")) {
                result.put(name.substring(0, equals - 1), nothing(value.substring(equals + 1)));
            } else {
                result.put(name, Optional.of(value(name, value.substring(equals + 1), context)));
            }
        }
        for (var text : texts) {
            var equals = endOfName(text);
            result.put(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
        }
        return result;
    }

    private static int endOfName(String option) {
        var equals = option.indexOf('=');
        if (equals < 1) {
            throw new OpsException(Kind.USAGE, "\"" + option + "\" is not NAME=VALUE", "write -p NAME=VALUE");
        }
        return equals;
    }

    private static Optional<String> nothing(String word) {
        if (!word.equalsIgnoreCase("null")) {
            throw new OpsException(
                    Kind.USAGE, "only null can follow :=, not \"" + word + "\"", "for a value write -p NAME=VALUE");
        }
        return Optional.empty();
    }

    private static String value(String parameter, String value, Context context) {
        if (!value.startsWith("@")) {
            return value;
        }
        var name = value.substring(1);
        var text = "the value of parameter %s, in %s,".formatted(parameter, name);
        try (var file = open(name, context)) {
            return decoded(file.bytes(text, "load the value with COPY in a script of db-ops schema-load"), name);
        } catch (OutOfMemoryError e) {
            throw new OpsException(
                    Kind.FAILED,
                    text + " does not fit into the memory of db-ops",
                    "allow more memory: export DB_OPS_JAVA_OPTIONS=-Xmx4g",
                    e);
        }
    }

    private static InputFile open(String name, Context context) {
        if (name.equals(STANDARD_INPUT)) {
            return InputFile.ofStream(context.terminal().in(), "stdin");
        }
        try {
            return InputFile.ofFile(context.file(Path.of(name)), name);
        } catch (OpsException e) {
            throw e.withHint("to pass a text that begins with @: --text NAME=@...");
        }
    }

    private static String decoded(byte[] bytes, String name) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (CharacterCodingException _) {
            // Said below: of both faults the same is to be said.
        }
        throw new OpsException(
                Kind.USAGE, name + " is not valid UTF-8", "encode bytes as text: decode(:NAME, 'base64') reads base64");
    }
}
