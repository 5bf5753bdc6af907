package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/** Sizes as people write them: 500kB, 100MB, 2GB; MB is a million bytes, and MiB is 1024 * 1024. */
public final class ByteSize {
    private ByteSize() {}

    /**
     * Returns the number of bytes.
     *
     * @param option the option, for messages
     * @param least the smallest number that is accepted
     * @throws OpsException of kind USAGE when it is not a size, or smaller
     */
    public static long parse(String option, String text, long least) {
        var digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        try {
            var size = Math.multiplyExact(
                    Long.parseLong(text.substring(0, digits)),
                    unit(text.substring(digits).strip()));
            if (size >= least) {
                return size;
            }
        } catch (NumberFormatException | ArithmeticException _) {
            // the message below applies
        }
        throw new OpsException(
                Kind.USAGE,
                "%s: \"%s\" is not a size of at least %d bytes".formatted(option, text, least),
                "write a size such as 500kB, 100MB or 2GB");
    }

    private static long unit(String unit) {
        return switch (unit) {
            case "kB", "KB", "k", "K" -> 1_000L;
            case "MB", "M" -> 1_000_000L;
            case "GB", "G" -> 1_000_000_000L;
            case "KiB", "kiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> throw new NumberFormatException(unit);
        };
    }
}
