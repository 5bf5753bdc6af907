package dev.dbops.lambda.messages;

import dev.dbops.lambda.messages.StreamRecords.Written;
import dev.dbops.lambda.process.FunctionAnswer;
import dev.dbops.lambda.process.FunctionProcess;
import dev.dbops.lambda.process.MortalFunction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Delivers messages to several environments at once, in any order and repeatedly, while their processes are killed. That
 * is worse than Lambda, which keeps the order of a conversation. A message is gone only when an answer has come that does
 * not name it or one before it.
 */
final class StreamChaos {
    private static final String HANDLER = "dev.dbops.lambda.MessageStreamHandler";
    private static final int LARGEST = 25;

    private final Random random;
    private final Map<String, String> variables;
    private final Deque<List<Written>> waiting = new ArrayDeque<>();
    private int kills;
    private int killsAtWork;

    StreamChaos(Random random, Map<String, String> variables) {
        this.random = random;
        this.variables = variables;
    }

    /** The kills before an answer. */
    int killsAtWork() {
        return killsAtWork;
    }

    /**
     * Delivers all of them.
     *
     * @param environments how many run at once
     * @param leastKills how many processes are killed
     */
    void deliver(List<Written> messages, int environments, int leastKills) throws InterruptedException {
        var all = new ArrayList<MortalFunction<Written>>();
        for (var i = 0; i < environments; i++) {
            all.add(new MortalFunction<>(
                    () -> FunctionProcess.start(HANDLER, variables).awaitReady()));
        }
        try {
            do {
                if (waiting.isEmpty()) {
                    waiting.addAll(MortalFunction.batches(messages, random, LARGEST));
                }
                all.forEach(this::begin);
                if (kills < leastKills) {
                    kill(all.get(random.nextInt(all.size())));
                }
                all.forEach(this::end);
            } while (!waiting.isEmpty() || kills < leastKills);
        } finally {
            all.forEach(MortalFunction::close);
        }
    }

    private void begin(MortalFunction<Written> environment) {
        if (!waiting.isEmpty()) {
            var batch = waiting.poll();
            environment.begin(batch, StreamRecords.batch(batch));
        }
    }

    private void kill(MortalFunction<Written> environment) throws InterruptedException {
        if (environment.isBusy()) {
            killsAtWork += environment.kill(random) ? 1 : 0;
            kills++;
        }
    }

    private void end(MortalFunction<Written> environment) {
        if (!environment.isBusy()) {
            return;
        }
        environment.end().ifPresentOrElse(answer -> done(environment, answer), () -> waiting.add(environment.batch()));
        environment.bury();
    }

    private void done(MortalFunction<Written> environment, FunctionAnswer answer) {
        if (answer.isError()) {
            throw new AssertionError(answer + " " + environment.log());
        }
        if (!answer.body().equals(StreamRecords.ALL_DONE)) {
            var number = answer.body().replaceAll("\\D", "");
            waiting.add(environment
                    .batch()
                    .subList(Integer.parseInt(number), environment.batch().size()));
        }
    }
}
