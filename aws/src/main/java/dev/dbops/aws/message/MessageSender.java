package dev.dbops.aws.message;

import dev.dbops.BackgroundTask;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Sends messages in rounds until all are accepted. It repeats only those that were refused. */
final class MessageSender {
    /** The limits of a shard apply to a second; a longer shortage needs longer pauses. */
    private static final Pace PACE = new Pace(Duration.ofMillis(100), Duration.ofSeconds(5));

    private static final Duration NO_LIMIT = Duration.ofDays(1);

    private final MessageTarget target;
    private final int attempts;

    /**
     * @param attempts the maximum number of successive rounds in which nothing is accepted
     */
    MessageSender(MessageTarget target, int attempts) {
        this.target = target;
        this.attempts = attempts;
    }

    /**
     * Sends the messages.
     *
     * @param accepted takes the ID of each accepted message
     * @return the final refusals of a round, which ends the sending; empty if all messages were accepted
     * @throws dev.dbops.OpsException when a call fails, or the target accepts nothing for too long
     */
    List<Refusal> send(List<Message> messages, Consumer<String> accepted) throws InterruptedException {
        var waiting = new ArrayList<>(messages);
        var pauses = new Polling(NO_LIMIT, PACE);
        var attempt = 1;
        while (!waiting.isEmpty()) {
            var calls = SendingRound.of(waiting, target);
            var refusals = sendAtOnce(calls);
            var taken = taken(calls, refusals);
            taken.forEach(accepted);
            waiting.removeIf(message -> taken.contains(message.id()));
            var last = refusals.stream().filter(Refusal::isFinal).toList();
            if (!last.isEmpty()) {
                return last;
            }
            if (!taken.isEmpty()) {
                attempt = 1;
                pauses = new Polling(NO_LIMIT, PACE);
            } else if (attempt++ >= attempts) {
                throw refusals.getFirst().reason();
            }
            if (!refusals.isEmpty()) {
                pauses.again();
            }
        }
        return List.of();
    }

    private static Set<String> taken(List<List<Message>> calls, List<Refusal> refusals) {
        var ids = new HashSet<String>();
        calls.forEach(call -> call.forEach(message -> ids.add(message.id())));
        refusals.forEach(refusal -> ids.remove(refusal.message().id()));
        return ids;
    }

    /** On virtual threads, where an interrupt ends the wait for an answer. */
    private List<Refusal> sendAtOnce(List<List<Message>> calls) throws InterruptedException {
        var tasks = new ArrayList<BackgroundTask<List<Refusal>>>(calls.size());
        calls.forEach(call -> tasks.add(BackgroundTask.startVirtual(() -> target.send(call))));
        var refusals = new ArrayList<Refusal>();
        try {
            for (var task : tasks) {
                refusals.addAll(task.get());
            }
            return refusals;
        } catch (InterruptedException | RuntimeException e) {
            tasks.forEach(BackgroundTask::interrupt);
            throw e;
        }
    }
}
