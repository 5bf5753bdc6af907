package dev.dbops.shell;

import java.util.Locale;
import java.util.Optional;

/** The words that psql understands without a backslash when they stand alone. */
enum ShellWord {
    QUIT,
    HELP;

    static Optional<ShellWord> of(String line) {
        return switch (line.strip().toLowerCase(Locale.ROOT)) {
            case "quit", "exit" -> Optional.of(QUIT);
            case "help" -> Optional.of(HELP);
            default -> Optional.empty();
        };
    }
}
