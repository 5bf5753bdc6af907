package dev.dbops.cli.process;

import dev.dbops.table.Screen;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The terminal's size: from {@code COLUMNS} and {@code LINES} if they are set, else from the terminal by the program
 * stty (POSIX), because Java cannot read it.
 */
final class TerminalScreen implements Screen {
    private static final int LINES = 0;
    private static final int COLUMNS = 1;

    private final Map<String, String> variables;

    TerminalScreen(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public int columns() {
        return size("COLUMNS", COLUMNS);
    }

    @Override
    public int lines() {
        return size("LINES", LINES);
    }

    private int size(String variable, int index) {
        return positive(variables.getOrDefault(variable, ""))
                .or(() -> positive(asked().split(" ", -1), index))
                .orElse(Integer.MAX_VALUE);
    }

    private static Optional<Integer> positive(String[] words, int index) {
        return index < words.length ? positive(words[index].strip()) : Optional.empty();
    }

    /** A terminal without a size, as some CI services have it, says 0. */
    private static Optional<Integer> positive(String text) {
        try {
            var number = Integer.parseInt(text);
            return number > 0 ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Lines and columns; an empty text when there is no terminal or no stty. */
    private static String asked() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException _) {
            return "";
        }
    }
}
