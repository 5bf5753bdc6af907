package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A partition that was attached, detached or dropped since the triggers were installed. Its rows came or went without
 * events: the source's triggers do not fire, and only a superuser could create a trigger for such statements.
 *
 * @param table the name of the partitioned table
 * @param sentence what has happened to which partition
 */
public record PartitionChange(String table, String sentence) {
    /** It left the table. */
    static PartitionChange gone(String table, String partition) {
        return new PartitionChange(
                table,
                "%s no longer has the partition %s: if rows left with it, they have no events and stay in the sink"
                        .formatted(table, partition));
    }

    /** It was a table of its own before. */
    static PartitionChange attached(String table, String partition) {
        return new PartitionChange(
                table,
                "the partition %s was attached to %s: the rows that it had before have no events"
                        .formatted(partition, table));
    }

    /** Returns the sentence for a reader that continues. */
    public String warning() {
        return "%s; db-ops triggers-install --table %s ends this warning".formatted(sentence, table);
    }

    /**
     * Returns the reason why a replay stops.
     *
     * @param changes at least one
     */
    public static OpsException refusal(List<PartitionChange> changes) {
        return new OpsException(
                Kind.REFUSED,
                changes.stream().map(PartitionChange::sentence).collect(Collectors.joining("; ")),
                "add or remove these rows in the sink, and run db-ops triggers-install --table %s in the source; or, if the"
                                .formatted(changes.getFirst().table())
                        + " sink keeps its own rows: --on-partition-change warn");
    }
}
