package dev.dbops.aws.queue;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reference to a queue of Amazon SQS.
 *
 * @param name the queue's name
 * @param url its URL; empty if only its name is known
 * @param account the account of the ARN
 * @param region the region of the URL or the ARN
 */
public record Queue(String name, Optional<String> url, Optional<String> account, Optional<String> region) {
    /** QueueName in the API reference of CreateQueue: the ending of a FIFO queue counts towards the length. */
    private static final String NAME = "(?=.{1,80}$)([a-zA-Z0-9_-]{1,80}(?:\\.fifo)?)";

    private static final Pattern NAMED = Pattern.compile(NAME);
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:sqs:([a-z0-9-]+):(\\d{12}):" + NAME);

    /** The host of SQS has the region; another endpoint may have another host (Amazon SQS endpoints and quotas). */
    private static final Pattern URL = Pattern.compile(
            "https?://(?:sqs(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws|api)\\." + "[a-z.]+|[^/?#]+)/\\d{12}/" + NAME);

    private static final String FIFO = ".fifo";

    /**
     * Reads NAME, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME or arn:aws:sqs:REGION:ACCOUNT:NAME.
     *
     * @throws OpsException of kind USAGE when it is none of these
     */
    public static Queue parse(String text) {
        var named = NAMED.matcher(text);
        if (named.matches()) {
            return new Queue(text, Optional.empty(), Optional.empty(), Optional.empty());
        }
        var url = URL.matcher(text);
        if (url.matches()) {
            return new Queue(url.group(2), Optional.of(text), Optional.empty(), Optional.ofNullable(url.group(1)));
        }
        var arn = ARN.matcher(text);
        if (arn.matches()) {
            return new Queue(arn.group(3), Optional.empty(), Optional.of(arn.group(2)), Optional.of(arn.group(1)));
        }
        throw new OpsException(
                Kind.USAGE,
                "\"%s\" is not an SQS queue".formatted(text),
                "give its name, such as orders or orders.fifo, its URL (https://sqs.REGION.amazonaws.com/ACCOUNT/NAME)"
                        + " or its ARN");
    }

    /** Returns whether messages keep their order: only the name tells ("FIFO queue and message identifiers"). */
    public boolean isFifo() {
        return name.endsWith(FIFO);
    }

    /** {@code queue "orders"}. */
    public String description() {
        return "queue \"" + name + "\"";
    }
}
