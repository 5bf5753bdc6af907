package dev.dbops;

import java.time.Duration;
import java.util.Optional;

/** Times as people write them: 500ms, 30s, 2m, 8h, 7d; a bare number is seconds. */
public final class Durations {
    private Durations() {}

    /** The time that the text says; empty when it says none. */
    public static Optional<Duration> parse(String text) {
        var digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        try {
            var amount = Long.parseLong(text.substring(0, digits));
            return switch (text.substring(digits)) {
                case "ms" -> Optional.of(Duration.ofMillis(amount));
                case "", "s" -> Optional.of(Duration.ofSeconds(amount));
                case "m" -> Optional.of(Duration.ofMinutes(amount));
                case "h" -> Optional.of(Duration.ofHours(amount));
                case "d" -> Optional.of(Duration.ofDays(amount));
                default -> Optional.empty();
            };
        } catch (NumberFormatException | ArithmeticException _) {
            return Optional.empty();
        }
    }
}
