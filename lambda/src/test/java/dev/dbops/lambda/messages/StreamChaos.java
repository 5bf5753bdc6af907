package dev.dbops.lambda.messages;

import dev.dbops.lambda.messages.StreamRecords.Written;
import dev.dbops.lambda.process.FunctionAnswer;
import dev.dbops.lambda.process.FunctionProcess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

    /** One environment, and what it is working on. */
    private static final class Environment {
        private FunctionProcess process;
        private List<Written> batch = List.of();
        private CompletableFuture<FunctionAnswer> answer;
    }

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
        divide(messages);
        var all = new ArrayList<Environment>();
        for (var i = 0; i < environments; i++) {
            all.add(new Environment());
        }
        try {
            while (!waiting.isEmpty() || kills < leastKills) {
                if (waiting.isEmpty()) {
                    divide(messages);
                }
                all.forEach(this::begin);
                if (kills < leastKills) {
                    kill(all.get(random.nextInt(all.size())));
                }
                all.forEach(this::end);
            }
        } finally {
            for (var environment : all) {
                if (environment.process != null) {
                    environment.process.close();
                }
            }
        }
    }

    private void divide(List<Written> messages) {
        var shuffled = new ArrayList<>(messages);
        for (var message : messages) {
            if (random.nextInt(5) == 0) {
                shuffled.add(message);
            }
        }
        Collections.shuffle(shuffled, random);
        for (var at = 0; at < shuffled.size(); ) {
            var end = Math.min(shuffled.size(), at + 1 + random.nextInt(LARGEST));
            waiting.add(shuffled.subList(at, end));
            at = end;
        }
    }

    private void begin(Environment environment) {
        if (waiting.isEmpty()) {
            return;
        }
        if (environment.process == null) {
            environment.process = FunctionProcess.start(HANDLER, variables).awaitReady();
        }
        environment.batch = waiting.poll();
        environment.answer = environment.process.begin(StreamRecords.batch(environment.batch));
    }

    /** Kills it at some moment of its work. */
    private void kill(Environment environment) throws InterruptedException {
        if (environment.answer == null) {
            return;
        }
        try {
            environment.answer.get(random.nextInt(random.nextBoolean() ? 60 : 900), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            killsAtWork++;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
        environment.process.kill();
        kills++;
    }

    private void end(Environment environment) {
        if (environment.answer == null) {
            return;
        }
        try {
            var answer = environment.answer.join();
            if (answer.isError()) {
                throw new AssertionError(answer + " " + environment.process.log());
            }
            if (!answer.body().equals(StreamRecords.ALL_DONE)) {
                var number = answer.body().replaceAll("\\D", "");
                waiting.add(environment.batch.subList(Integer.parseInt(number), environment.batch.size()));
            }
        } catch (CompletionException _) {
            // killed: whatever it did, the records come again
            waiting.add(environment.batch);
        }
        environment.answer = null;
        if (!environment.process.isAlive()) {
            environment.process.close();
            environment.process = null;
        }
    }
}
