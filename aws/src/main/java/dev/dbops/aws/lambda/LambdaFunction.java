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

    /**
     * The same function with a version or alias.
     *
     * @throws OpsException of kind USAGE when it cannot be one, or this function has another one already
     */
    public LambdaFunction qualified(String other) {
        if (!qualifier.isEmpty() && !qualifier.equals(other)) {
            throw new OpsException(
                    Kind.USAGE,
                    "--qualifier is \"%s\", but the function's name ends in \":%s\"".formatted(other, qualifier),
                    "give the version or alias once");
        }
        var qualified = SHAPE.matcher(qualifier.isEmpty() ? id + ":" + other : id);
        if (!qualified.matches() || !other.equals(qualified.group(3))) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a version or alias of a function (from --qualifier)".formatted(other),
                    "versions are numbers or $LATEST; aliases have letters, digits, - and _");
        }
        return new LambdaFunction(qualified.group(), name, other, region);
    }

    /**
     * The region of the requests: the ARN's, else the one of {@code --region}.
     *
     * @throws OpsException of kind USAGE when the two differ
     */
    public Optional<String> regionOr(Optional<String> option) {
        if (region.isPresent() && option.isPresent() && !region.equals(option)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the function's ARN is of %s, but --region is %s".formatted(region.get(), option.get()),
                    "leave --region out");
        }
        return region.or(() -> option);
    }

    /** {@code function "orders"}, with its version or alias. */
    public String description() {
        return "function \"" + name + (qualifier.isEmpty() ? "" : ":" + qualifier) + "\"";
    }
}
