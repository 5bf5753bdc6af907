package dev.dbops.lambda.router;

import dev.dbops.lambda.process.FunctionProcess;
import dev.dbops.lambda.process.MortalFunction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

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
    private int largest = 600;
    private int kills;
    private int failures;
    private int invocations;

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

    /** Limits the events of a delivery. */
    RouterChaos largest(int events) {
        largest = events;
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
        waiting.addAll(MortalFunction.batches(events, random, largest));
        var all = new ArrayList<MortalFunction<String>>();
        for (var i = 0; i < environments; i++) {
            all.add(new MortalFunction<>(() -> FunctionProcess.start(handler, variables)));
        }
        var killEvery = Math.max(1, waiting.size() / Math.max(1, leastKills));
        try {
            while (!waiting.isEmpty() || kills < leastKills && refill(events)) {
                troubles.ifPresent(Runnable::run);
                all.forEach(this::begin);
                var victim = all.get(random.nextInt(all.size()));
                if (invocations % killEvery == 0 && kills < leastKills && victim.isBusy()) {
                    victim.kill(random);
                    kills++;
                }
                all.forEach(this::end);
            }
        } finally {
            all.forEach(MortalFunction::close);
        }
    }

    /** More deliveries of old events, until there were enough kills. */
    private boolean refill(List<String> events) {
        var begin = random.nextInt(events.size());
        waiting.add(events.subList(begin, Math.min(events.size(), begin + 200)));
        return true;
    }

    private void begin(MortalFunction<String> environment) {
        if (!waiting.isEmpty()) {
            var batch = waiting.poll();
            environment.begin(batch, wrapped(batch));
            invocations++;
        }
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

    private void end(MortalFunction<String> environment) {
        if (!environment.isBusy()) {
            return;
        }
        var answer = environment.end();
        if (answer.isPresent() && !answer.get().body().equals("{\"batchItemFailures\":[]}")) {
            failures++;
            if (troubles.isEmpty() || failures > MOST_FAILURES) {
                throw new AssertionError(answer.get() + " " + environment.log());
            }
            waiting.add(environment.batch());
        } else if (answer.isEmpty()) {
            waiting.add(environment.batch());
        }
        environment.bury();
    }
}
