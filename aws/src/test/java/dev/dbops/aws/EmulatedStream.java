package dev.dbops.aws;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A data stream of the emulator, and what consumers read of it. */
public final class EmulatedStream {
    private final AwsEmulator aws;
    private final String name;

    /** Makes a stream. */
    public EmulatedStream(AwsEmulator aws, String name, int shards) {
        this.aws = aws;
        this.name = name;
        try (var clients = aws.clients()) {
            clients.kinesis().createStream(request -> request.streamName(name).shardCount(shards));
        }
    }

    /**
     * A record as a consumer reads it.
     *
     * @param shard the ID of the shard
     * @param key the partition key
     * @param sequenceNumber its number in the shard
     * @param text the data
     */
    public record Read(String shard, String key, String sequenceNumber, String text) {}

    /** Sets the size of the largest record. */
    public void limit(int kib) {
        aws.control("record-limit", "{\"stream\": \"%s\", \"kib\": %d}".formatted(name, kib));
    }

    /** Returns all records, each shard in its order. */
    public List<Read> records() {
        var records = new ArrayList<Read>();
        try (var clients = aws.clients()) {
            var kinesis = clients.kinesis();
            for (var shard :
                    kinesis.listShards(request -> request.streamName(name)).shards()) {
                var iterator = kinesis.getShardIterator(request -> request.streamName(name)
                                .shardId(shard.shardId())
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
                var before = -1;
                while (before < records.size()) {
                    before = records.size();
                    var from = iterator;
                    var read = kinesis.getRecords(
                            request -> request.shardIterator(from).limit(10_000));
                    read.records()
                            .forEach(record -> records.add(new Read(
                                    shard.shardId(),
                                    record.partitionKey(),
                                    record.sequenceNumber(),
                                    record.data().asUtf8String())));
                    iterator = read.nextShardIterator();
                }
            }
        }
        return records;
    }
}
