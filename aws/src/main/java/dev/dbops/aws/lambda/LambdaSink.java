package dev.dbops.aws.lambda;

import dev.dbops.aws.AwsClients;
import dev.dbops.events.Batch;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.Sink;
import java.util.Set;

/**
 * Sends events to an AWS Lambda function, and waits for its answer before it sends the next: at least once, in order.
 *
 * <p>A batch becomes one invocation, or several when it is too large for that. If the function fails, the events of
 * that invocation are sent again in halves, until one event is left that makes it fail: that is the failure's index.
 * The events before it have been accepted by then, contrary to {@link Sink#deliver}; this object remembers that, and
 * skips them when they are delivered again. After a crash, or by another object, they are sent again: the function can
 * detect this by the event's ID.
 */
public final class LambdaSink implements Sink {
    /** The default maximum of events in an invocation. */
    public static final int EVENTS = 100;

    private final AwsClients clients;
    private final LambdaFunction function;
    private final LambdaInvocation invocation;
    private final LambdaFailures failures;
    private final LambdaPayload payload;
    private final int most;

    /** The position of the function in the window that is being read. */
    private Position taken = Position.beginning("");

    /**
     * @param clients of the function's region; closed with the sink
     * @param format how an event is written; {@link dev.dbops.events.envelope.Envelope} gives it its id
     * @param most how many events an invocation gets at most, from 1 on
     */
    public LambdaSink(AwsClients clients, LambdaFunction function, EventFormat format, int most) {
        this.clients = clients;
        this.function = function;
        this.invocation = new LambdaInvocation(clients, function);
        this.failures = new LambdaFailures(function, clients.region());
        this.payload = new LambdaPayload(format);
        this.most = most;
    }

    @Override
    public String description() {
        return function.description() + " in " + clients.region();
    }

    /** The events of one invocation; the position is saved after each. */
    @Override
    public int mostAtOnce() {
        return most;
    }

    @Override
    public void deliver(Batch batch) {
        var next = firstNotTaken(batch);
        var suspectsEnd = next;
        while (next < batch.events().size()) {
            var suspects = suspectsEnd - next;
            var end = payload.fill(batch, next, suspects > 0 ? Math.max(1, suspects / 2) : most);
            switch (give(batch, next)) {
                case LambdaAnswer.Taken _ -> {
                    taken(batch, end);
                    next = end;
                }
                case LambdaAnswer.Reported(var ids) -> {
                    var failed = firstOf(batch, next, end, ids);
                    taken(batch, failed);
                    throw new DeliveryFailure(failed, failures.reported());
                }
                case LambdaAnswer.Failed(var reason) -> {
                    if (end - next == 1) {
                        throw new DeliveryFailure(next, reason);
                    }
                    suspectsEnd = end;
                }
            }
        }
    }

    /** Only one event by itself makes a payload that is too large. */
    private LambdaAnswer give(Batch batch, int index) {
        if (payload.isTooLarge()) {
            throw new DeliveryFailure(index, failures.tooLarge(payload.length()));
        }
        return invocation.of(payload.bytes());
    }

    private int firstNotTaken(Batch batch) {
        var index = 0;
        if (batch.window().at(taken.seq()).equals(taken)) {
            while (index < batch.events().size() && batch.events().get(index).seq() <= taken.seq()) {
                index++;
            }
        }
        return index;
    }

    private void taken(Batch batch, int end) {
        if (end > 0) {
            taken = batch.window().at(batch.events().get(end - 1).seq());
        }
    }

    /** The first event that was reported as failed: the events after it are sent again, to keep their order. */
    private int firstOf(Batch batch, int from, int to, Set<String> ids) {
        for (var i = from; i < to; i++) {
            if (ids.contains(batch.window().log() + ":" + batch.events().get(i).seq())) {
                return i;
            }
        }
        throw failures.unknown(ids.iterator().next());
    }

    @Override
    public void close() {
        clients.close();
    }
}
