package dev.dbops.aws.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.time.Instant;
import java.util.Optional;

/**
 * The name and the end of a rule, as stored in its tags and its description.
 *
 * @param text of characters that both a tag and a description may have
 */
public record RuleName(String text) {
    /** The tag that holds the name. */
    static final String NAME_TAG = "db-ops:name";

    /** The tag that holds the end, as in 2026-11-20T18:00:00Z. */
    static final String END_TAG = "db-ops:expires";

    /** The prefix of the tag of a running command that holds the rule, before the command's ID; its value is an end. */
    static final String HOLDER_TAG = "db-ops:held-by:";

    /** The separator between the name and the end in a description. */
    private static final String UNTIL = ", until ";

    /** A description has at most 255 characters, of which the end takes some. */
    private static final int LONGEST = 200;

    /** Beside letters and digits: what both descriptions (IpRange in the EC2 API reference) and tag values may have. */
    private static final String PUNCTUATION = " ._-:/@+=";

    /**
     * Reads a name that a user entered.
     *
     * @throws OpsException of kind USAGE when AWS would refuse it
     */
    public static RuleName parse(String text, String source) {
        var legal = !text.isBlank() && text.equals(text.strip()) && text.length() <= LONGEST;
        for (var i = 0; i < text.length(); i++) {
            legal &= isLegal(text.charAt(i));
        }
        if (!legal) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" cannot be the name of a rule (from %s)".formatted(text, source),
                    "give it letters, digits, spaces and . _ - : / @ + =, at most " + LONGEST);
        }
        return new RuleName(text);
    }

    /** The nearest valid name to one that was not entered, such as the machine's or an older rule's. */
    public static RuleName like(String text) {
        var legal = new StringBuilder();
        for (var i = 0; i < Math.min(text.length(), LONGEST); i++) {
            legal.append(isLegal(text.charAt(i)) ? text.charAt(i) : '-');
        }
        return new RuleName(legal.toString().strip());
    }

    private static boolean isLegal(char character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || PUNCTUATION.indexOf(character) >= 0;
    }

    /** The description of a rule of this name. */
    String description(Optional<Instant> end) {
        return end.map(instant -> text.substring(0, Math.min(text.length(), LONGEST)) + UNTIL + instant)
                .orElse(text);
    }

    /** The description without the end that was written into it. */
    static String withoutEnd(String description) {
        var until = description.indexOf(UNTIL);
        return until < 0 ? description : description.substring(0, until);
    }

    @Override
    public String toString() {
        return text;
    }
}
