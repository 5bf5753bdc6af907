package dev.dbops.lambda.router;

import dev.dbops.lambda.process.FunctionAnswer;
import dev.dbops.lambda.process.FunctionProcess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Delivers events to routers in any order and repeatedly, in the wrappers of all sources, while the processes are killed
 * at random. A message is gone only when an answer has come that does not name it, as with queues and streams.
 */
final class RouterChaos {
    /** Deliveries that failed because of planned troubles; more of them are a fault. */
    private static final int MOST_FAILURES = 2_000;

    private final String handler;
    private final Random random;
    private final Map<String, String> variables;
    private final Deque<List<String>> waiting = new ArrayDeque<>();
    private Optional<Runnable> troubles = Optional.empty();
    private int kills;
    private int failures;
    private int invocations;

    /** One environment, and what it is working on. */
    private static final class Environment {
        private FunctionProcess process;
        private List<String> batch = List.of();
        private CompletableFuture<FunctionAnswer> answer;
    }

    RouterChaos(String handler, Random random, Map<String, String> variables) {
        this.handler = handler;
        this.random = random;
        this.variables = variables;
    }

    /**
     * Plans troubles before each turn. Deliveries that fail come again then.
     *
     * @param planner plans some
     */
    RouterChaos troubled(Runnable planner) {
        troubles = Optional.of(planner);
        return this;
    }

    int invocations() {
        return invocations;
    }

    /** The deliveries that failed because of planned troubles. */
    int failures() {
        return failures;
    }

    /**
     * Delivers all of them.
     *
     * @param events the events, in JSON
     * @param environments how many run at once
     * @param leastKills how many processes are killed
     */
    void deliver(List<String> events, int environments, int leastKills) throws InterruptedException {
        divide(events);
        var all = new ArrayList<Environment>();
        for (var i = 0; i < environments; i++) {
            all.add(new Environment());
        }
        var killEvery = Math.max(1, waiting.size() / Math.max(1, leastKills));
        try {
            while (!waiting.isEmpty() || kills < leastKills && refill(events)) {
                troubles.ifPresent(Runnable::run);
                for (var environment : all) {
                    begin(environment);
                }
                if (invocations % killEvery == 0 && kills < leastKills) {
                    kill(all.get(random.nextInt(all.size())));
                }
                for (var environment : all) {
                    end(environment);
                }
            }
        } finally {
            for (var environment : all) {
                if (environment.process != null) {
                    environment.process.close();
                }
            }
        }
    }

    /** More deliveries of old events, until there were enough kills. */
    private boolean refill(List<String> events) {
        var begin = random.nextInt(events.size());
        waiting.add(events.subList(begin, Math.min(events.size(), begin + 200)));
        return true;
    }

    private void divide(List<String> events) {
        var shuffled = new ArrayList<>(events);
        for (var event : events) {
            if (random.nextInt(5) == 0) {
                shuffled.add(event);
            }
        }
        Collections.shuffle(shuffled, random);
        for (var at = 0; at < shuffled.size(); ) {
            var end = Math.min(shuffled.size(), at + 1 + random.nextInt(600));
            waiting.add(shuffled.subList(at, end));
            at = end;
        }
    }

    private void begin(Environment environment) {
        if (waiting.isEmpty()) {
            return;
        }
        if (environment.process == null) {
            environment.process = FunctionProcess.start(handler, variables);
        }
        environment.batch = waiting.poll();
        environment.answer = environment.process.begin(wrapped(environment.batch));
        invocations++;
    }

    private String wrapped(List<String> batch) {
        return switch (random.nextInt(5)) {
            case 0 -> RoutedPair.direct(batch);
            case 1 -> RoutedPair.triggered(batch);
            case 2 -> RoutedPair.queued("events", batch);
            case 3 -> RoutedPair.streamed(batch);
            default -> RoutedPair.published("aws:kafka", batch);
        };
    }

    /** Kills it at some moment of its work. */
    private void kill(Environment environment) throws InterruptedException {
        if (environment.answer == null) {
            return;
        }
        try {
            environment.answer.get(random.nextInt(random.nextBoolean() ? 50 : 900), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // it is at work
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
            if (!answer.body().equals("{\"batchItemFailures\":[]}")) {
                failures++;
                if (troubles.isEmpty() || failures > MOST_FAILURES) {
                    throw new AssertionError(answer + " " + environment.process.log());
                }
                waiting.add(environment.batch);
            }
        } catch (CompletionException _) {
            // killed: whatever it did, the messages come again
            waiting.add(environment.batch);
        }
        environment.answer = null;
        if (!environment.process.isAlive()) {
            environment.process.close();
            environment.process = null;
        }
    }
}
