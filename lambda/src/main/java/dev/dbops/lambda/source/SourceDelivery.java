package dev.dbops.lambda.source;

import java.util.List;
import java.util.Set;

/**
 * The messages of an invocation.
 *
 * @param kind who sent them
 * @param items the messages, in their order
 */
public record SourceDelivery(SourceKind kind, List<SourceItem> items) {
    public SourceDelivery {
        items = List.copyOf(items);
    }

    /**
     * Returns the answer to the invocation.
     *
     * @param failed the messages that must come again
     * @throws dev.dbops.OpsException of kind FAILED when the invocation must fail for that
     */
    public byte[] answer(Set<SourceItem> failed) {
        return kind.answer(items, failed);
    }
}
