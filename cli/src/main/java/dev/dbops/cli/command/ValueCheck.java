package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.file.Path;

/** Checks that apply to the values of all options and arguments. */
public final class ValueCheck {
    /** The character that Java substitutes for bytes that are invalid in the encoding of the locale. */
    private static final char REPLACEMENT = '\uFFFD';

    private ValueCheck() {}

    /**
     * Refuses an empty value. It usually comes from an unset variable of a script. The default would select another
     * database, another instance, or all of them.
     *
     * @param name the option or the argument
     * @throws OpsException of kind USAGE
     */
    public static void requireText(Object value, String name) {
        if ((value instanceof String || value instanceof Path)
                && value.toString().isBlank()) {
            throw new OpsException(
                    Kind.USAGE, name + " is empty", "give it a value, or leave it out; is a variable not set?");
        }
    }

    /**
     * Refuses arguments that are invalid in the encoding of the locale: the text or the name would be changed.
     *
     * @throws OpsException of kind USAGE
     */
    public static void requireReadable(String... args) {
        for (var i = 0; i < args.length; i++) {
            if (args[i].indexOf(REPLACEMENT) >= 0) {
                throw new OpsException(
                        Kind.USAGE,
                        "argument %d is not valid text: \"%s\"".formatted(i + 1, shortened(args[i])),
                        "use the encoding of the locale, preferably UTF-8 (LC_ALL=C.UTF-8); to pass bytes, read a value"
                                + " from a file: -p NAME=@FILE");
            }
        }
    }

    private static String shortened(String text) {
        var most = 60;
        return text.length() > most ? text.substring(0, most) + "..." : text;
    }
}
