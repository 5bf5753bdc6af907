package dev.dbops.lambda.messages;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.dynamo.messages.GroupMover;
import dev.dbops.aws.dynamo.messages.MoveOutcome;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.FunctionEnvironment;
import dev.dbops.lambda.runtime.FunctionWork;
import dev.dbops.lambda.runtime.LogLevel;
import dev.dbops.lambda.runtime.Metric;
import dev.dbops.lambda.source.SourceDelivery;
import dev.dbops.lambda.source.SourceKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Takes the changes of the table of messages, and lets the rows of each conversation show its newest message. Used by one
 * thread at a time.
 */
public final class MessageStream implements FunctionWork {
    /** The answer must be on its way before Lambda ends the invocation. */
    private static final Duration RESERVE = Duration.ofSeconds(2);

    private final FunctionEnvironment environment;
    private GroupMover mover;

    /** Reads nothing and opens no connection: the records name the table. */
    public MessageStream(FunctionEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Moves the rows of the conversations whose messages are in the records.
     *
     * @return the first record that must come again, with what follows it in its shard
     * @throws OpsException of kind USAGE when the event is not that of a stream of messages
     */
    @Override
    public byte[] answer(byte[] event, FunctionCall call) {
        var records = StreamEvent.read(event);
        var delivery = new SourceDelivery(
                SourceKind.DYNAMODB, records.stream().map(StreamRecord::item).toList());
        var others = records.stream().filter(record -> record.message().isEmpty());
        call.metrics().add(Metric.EVENTS_DROPPED, others.count());
        var rows = mover();
        for (var group : GroupMessages.of(records)) {
            try {
                move(group, rows, call);
            } catch (OpsException e) {
                failed(group, e, call);
                // the shard keeps its order: what follows comes again, so it is not tried now
                return delivery.answer(Set.of(group.first().item()));
            }
        }
        return delivery.answer(Set.of());
    }

    /** The newest message decides; an older one only when it was changed or deleted since. */
    private static void move(GroupMessages group, GroupMover rows, FunctionCall call) {
        var left = group.messages().size();
        var isDecided = false;
        for (var record : group.messages()) {
            if (!isDecided) {
                isDecided = decides(record, rows, call);
                left--;
            }
        }
        call.metrics().add(Metric.EVENTS_STALE, left);
    }

    /** Returns whether older messages are of no account any more. */
    private static boolean decides(StreamRecord record, GroupMover rows, FunctionCall call) {
        try {
            record.fault().ifPresent(fault -> {
                throw fault;
            });
            var end = call.end() - RESERVE.toNanos();
            var outcome = rows.move(record.table(), record.message().orElseThrow(), end);
            report(record, outcome, call);
            return outcome != MoveOutcome.SUPERSEDED;
        } catch (OpsException e) {
            if (e.kind() != Kind.USAGE) {
                throw e;
            }
            refused(record, e, call);
            return false;
        }
    }

    private GroupMover mover() {
        if (mover == null) {
            // after a restore from a snapshot, since credentials are not in one
            var clients = new AwsClients(environment.awsSettings(), Optional.empty());
            mover = new GroupMover(clients.dynamo(), RandomGenerator.getDefault());
        }
        return mover;
    }

    private static void report(StreamRecord record, MoveOutcome outcome, FunctionCall call) {
        call.metrics().add(outcome == MoveOutcome.MOVED ? Metric.EVENTS_APPLIED : Metric.EVENTS_STALE);
        var level = outcome == MoveOutcome.ALONE ? LogLevel.WARN : LogLevel.INFO;
        var text = switch (outcome) {
            case MOVED -> "the conversation shows the message";
            case CURRENT -> "the conversation shows this message or a newer one already";
            case SUPERSEDED -> "the message was changed or deleted since";
            case ALONE -> "the conversation of the message has no rows";
        };
        call.log()
                .line(level, text)
                .with("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .with("event_id", record.id())
                .with("item", record.item().name())
                .with("conversation", record.message().orElseThrow().group())
                .write();
    }

    /** It would fail each time, and hold up its shard. */
    private static void refused(StreamRecord record, OpsException fault, FunctionCall call) {
        call.metrics().add(Metric.EVENTS_FAILED);
        call.log()
                .line(LogLevel.ERROR, fault.getMessage())
                .with("outcome", "refused")
                .with("event_id", record.id())
                .with("item", record.item().name())
                .with("conversation", record.message().orElseThrow().group())
                .with(fault)
                .write();
    }

    private static void failed(GroupMessages group, OpsException failure, FunctionCall call) {
        var messages = group.messages();
        call.metrics().add(Metric.EVENTS_FAILED, messages.size());
        call.log()
                .line(LogLevel.ERROR, failure.getMessage())
                .with("outcome", "failed")
                .with("event_id", messages.getFirst().id())
                .with("item", group.first().item().name())
                .with("conversation", group.first().message().orElseThrow().group())
                .with(failure)
                .write();
    }
}
