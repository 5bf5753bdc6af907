package dev.dbops.aws.kinesis;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reference to a data stream of Amazon Kinesis.
 *
 * @param name the stream's name
 * @param arn its ARN; empty if only its name is known
 * @param region the region of the ARN
 */
public record KinesisStream(String name, Optional<String> arn, Optional<String> region) {
    /** StreamName and StreamARN in the API reference of PutRecords. */
    private static final Pattern SHAPE =
            Pattern.compile("(?:arn:aws[a-z-]*:kinesis:([a-z0-9-]+):\\d{12}:stream/)?([a-zA-Z0-9_.-]{1,128})");

    /**
     * Reads NAME or arn:aws:kinesis:REGION:ACCOUNT:stream/NAME.
     *
     * @throws OpsException of kind USAGE when it is neither
     */
    public static KinesisStream parse(String text) {
        var parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the name of a Kinesis data stream".formatted(text),
                    "give its name, such as orders, or its ARN (arn:aws:kinesis:REGION:ACCOUNT:stream/NAME)");
        }
        var region = Optional.ofNullable(parts.group(1));
        return new KinesisStream(parts.group(2), region.map(_ -> text), region);
    }

    /** {@code stream "orders"}. */
    public String description() {
        return "stream \"" + name + "\"";
    }
}
