package dev.dbops.aws.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reference to an AWS Lambda function.
 *
 * @param id the identifier for Lambda: the name, a partial or a full ARN, each with or without a version or alias
 * @param name the function's own name
 * @param qualifier the version or alias; empty where none is named
 * @param region where an ARN says that it is
 */
public record LambdaFunction(String id, String name, String qualifier, Optional<String> region) {
    /** FunctionName in the API reference of Invoke. */
    private static final Pattern SHAPE =
            Pattern.compile("(?:arn:aws[a-z-]*:lambda:([a-z0-9-]+):(?=\\d))?(?:\\d{12}:)?(?:function:)?"
                    + "([a-zA-Z0-9_-]{1,64})(?::(\\$LATEST|[a-zA-Z0-9_-]{1,128}))?");

    private static final String ARN = "arn:";

    /**
     * Reads NAME, ACCOUNT:function:NAME or arn:aws:lambda:REGION:ACCOUNT:function:NAME, optionally followed by :VERSION
     * or :ALIAS.
     *
     * @throws OpsException of kind USAGE when it is none of these
     */
    public static LambdaFunction parse(String text) {
        var parts = SHAPE.matcher(text);
        if (!parts.matches() || text.startsWith(ARN) && parts.group(1) == null) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the name of a Lambda function".formatted(text),
                    "give its name, such as orders or orders:live, or its ARN"
                            + " (arn:aws:lambda:REGION:ACCOUNT:function:NAME)");
        }
        var qualifier = parts.group(3) == null ? "" : parts.group(3);
        return new LambdaFunction(text, parts.group(2), qualifier, Optional.ofNullable(parts.group(1)));
    }

    /** {@code function "orders"}, with its version or alias. */
    public String description() {
        return "function \"" + name + (qualifier.isEmpty() ? "" : ":" + qualifier) + "\"";
    }
}
