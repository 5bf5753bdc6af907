package dev.dbops.aws.cognito;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.regex.Pattern;

/**
 * A Cognito user pool ID, which begins with its region.
 *
 * @param id such as eu-central-1_AbC123dEf
 * @param region such as eu-central-1
 * @param source where it comes from, such as "--pool", to follow the word "from"
 */
public record UserPoolId(String id, String region, String source) {
    /** UserPoolIdType in the Cognito user pools API reference, with the region spelt out. */
    private static final Pattern SHAPE = Pattern.compile("([a-z]+(?:-[a-z]+)+-[0-9]+)_[0-9A-Za-z]+");

    private static final int LONGEST = 55;

    /**
     * Reads an ID that a user entered.
     *
     * @throws OpsException of kind USAGE when it is not a valid user pool ID
     */
    public static UserPoolId parse(String text, String source) {
        var parts = SHAPE.matcher(text);
        if (text.length() > LONGEST || !parts.matches()) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the id of a user pool (from %s)".formatted(text, source),
                    text.indexOf(':') > 0 && text.indexOf('/') < 0 && !text.startsWith("arn:")
                            ? "this looks like an identity pool; the id of a user pool looks like"
                                    + " eu-central-1_AbC123dEf"
                            : "give its id rather than its name or ARN: it begins with the region, as in"
                                    + " eu-central-1_AbC123dEf");
        }
        return new UserPoolId(text, parts.group(1), source);
    }

    @Override
    public String toString() {
        return id;
    }
}
