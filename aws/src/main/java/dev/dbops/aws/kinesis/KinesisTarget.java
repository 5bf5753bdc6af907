package dev.dbops.aws.kinesis;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.message.Message;
import dev.dbops.aws.message.MessageTarget;
import dev.dbops.aws.message.Refusal;
import dev.dbops.aws.message.Throttled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * A data stream. The partition key of a record is its {@link Message#key}, so that the changes of a row are in one shard.
 *
 * <p>A later record of the same key is sent after the earlier one was acknowledged: "Sequence numbers for the same
 * partition key generally increase over time" (PutRecord, Amazon Kinesis API reference).
 */
public final class KinesisTarget implements MessageTarget {
    /** "Each PutRecords request can support up to 500 records" (PutRecords, Amazon Kinesis API reference). */
    private static final int RECORDS = 500;

    /** A request may have up to 10 MiB (PutRecords); some regions and emulators still have the former limit. */
    private static final int BYTES = 5 * 1024 * 1024;

    /** The default of a stream's MaxRecordSizeInKiB (CreateStream, Amazon Kinesis API reference). */
    private static final int DEFAULT_KIB = 1024;

    private final AwsClients clients;
    private final KinesisStream stream;
    private final KinesisFailures failures;
    private final int mostBytes;

    private KinesisTarget(AwsClients clients, KinesisStream stream, StreamDescriptionSummary summary) {
        this.clients = clients;
        this.stream = stream;
        this.failures = new KinesisFailures(stream, clients.region());
        this.mostBytes = 1024 * (summary.maxRecordSizeInKiB() == null ? DEFAULT_KIB : summary.maxRecordSizeInKiB());
    }

    /**
     * Asks for the limits of the stream.
     *
     * @param clients of the stream's region
     * @throws OpsException of kind USAGE when there is no such stream; of kind UNREACHABLE when it cannot be written to
     *     yet or any more
     */
    public static KinesisTarget open(AwsClients clients, KinesisStream stream) {
        var failures = new KinesisFailures(stream, clients.region());
        var summary = AwsCall.of("kinesis:DescribeStreamSummary", () -> {
            try {
                return clients.kinesis()
                        .describeStreamSummary(request -> request.streamName(stream.name())
                                .streamARN(stream.arn().orElse(null)))
                        .streamDescriptionSummary();
            } catch (KinesisException e) {
                throw failures.translate(e);
            }
        });
        if (summary.streamStatus() != StreamStatus.ACTIVE && summary.streamStatus() != StreamStatus.UPDATING) {
            throw failures.notReady(summary.streamStatusAsString());
        }
        return new KinesisTarget(clients, stream, summary);
    }

    @Override
    public String description() {
        return stream.description() + " in " + clients.region();
    }

    @Override
    public int eventsAtOnce() {
        return RECORDS;
    }

    /** Another call would only use the same shards. */
    @Override
    public int callsAtOnce() {
        return 1;
    }

    @Override
    public int messagesInCall() {
        return RECORDS;
    }

    @Override
    public int bytesInCall() {
        return BYTES;
    }

    @Override
    public boolean isOrdered() {
        return true;
    }

    /** "The record size limit applies to the total size of the partition key and data blob" (PutRecords). */
    @Override
    public int size(Message message) {
        return message.body().length + message.key().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public Optional<OpsException> tooLarge(Message message) {
        return size(message) > mostBytes ? Optional.of(failures.tooLarge(size(message), mostBytes)) : Optional.empty();
    }

    @Override
    public List<Refusal> send(List<Message> messages) {
        var records = new ArrayList<PutRecordsRequestEntry>(messages.size());
        for (var message : messages) {
            records.add(PutRecordsRequestEntry.builder()
                    .partitionKey(message.key())
                    .data(SdkBytes.fromByteArrayUnsafe(message.body()))
                    .build());
        }
        PutRecordsResponse response;
        try {
            response = AwsCall.of("kinesis:PutRecords", () -> put(records));
        } catch (Throttled e) {
            // nothing was stored
            return messages.stream()
                    .map(message -> new Refusal(message, false, e.reason()))
                    .toList();
        }
        if (response.records().size() != messages.size()) {
            throw new OpsException(
                    Kind.UNREACHABLE,
                    "%s answered for %d of %d records"
                            .formatted(description(), response.records().size(), messages.size()),
                    "the records are sent again by the next replay");
        }
        return refusals(messages, response);
    }

    private PutRecordsResponse put(List<PutRecordsRequestEntry> records) {
        try {
            return clients.kinesis()
                    .putRecords(request -> request.streamName(stream.name())
                            .streamARN(stream.arn().orElse(null))
                            .records(records));
        } catch (KinesisException e) {
            throw e.isThrottlingException() ? new Throttled(failures.throttled(e)) : failures.translate(e);
        }
    }

    /** The answer has the order of the request; the codes are ProvisionedThroughputExceededException and InternalFailure. */
    private List<Refusal> refusals(List<Message> messages, PutRecordsResponse response) {
        var refusals = new ArrayList<Refusal>();
        for (var i = 0; i < messages.size(); i++) {
            var record = response.records().get(i);
            if (record.errorCode() != null) {
                refusals.add(new Refusal(
                        messages.get(i), false, failures.refused(record.errorCode(), record.errorMessage())));
            }
        }
        return refusals;
    }
}
