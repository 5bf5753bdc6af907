package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/**
 * The whole numbers that an option takes.
 *
 * @param least the smallest
 * @param most the largest
 * @param hint what to do instead of giving another number
 */
public record NumberRange(int least, int most, String hint) {
    /**
     * Reads a number.
     *
     * @param option names the option in the error
     * @throws OpsException of kind USAGE when the text is not a whole number, or is out of range
     */
    public int read(String text, String option) {
        try {
            var number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Refused below, as a number that is out of range is.
        }
        var what = text.strip().matches("[+-]?\\d{1,20}") ? "%s is %s" : "%s is \"%s\", not a whole number";
        throw new OpsException(
                Kind.USAGE, (what + ", and can be %d to %d").formatted(option, text.strip(), least, most), hint);
    }
}
