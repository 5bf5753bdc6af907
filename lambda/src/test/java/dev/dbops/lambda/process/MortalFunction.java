package dev.dbops.lambda.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * An environment of a function, whose process is killed now and then and started again for the next batch.
 *
 * @param <T> what a batch consists of
 */
public final class MortalFunction<T> implements AutoCloseable {
    private final Supplier<FunctionProcess> starter;
    private FunctionProcess process;
    private List<T> batch = List.of();
    private CompletableFuture<FunctionAnswer> answer;

    /** Starts no process yet. */
    public MortalFunction(Supplier<FunctionProcess> starter) {
        this.starter = starter;
    }

    /** Divides all of them, in any order and some of them twice, into batches of random sizes. */
    public static <T> Deque<List<T>> batches(List<T> all, Random random, int largest) {
        var shuffled = new ArrayList<>(all);
        for (var one : all) {
            if (random.nextInt(5) == 0) {
                shuffled.add(one);
            }
        }
        Collections.shuffle(shuffled, random);
        Deque<List<T>> batches = new ArrayDeque<>();
        for (var at = 0; at < shuffled.size(); ) {
            var end = Math.min(shuffled.size(), at + 1 + random.nextInt(largest));
            batches.add(shuffled.subList(at, end));
            at = end;
        }
        return batches;
    }

    /**
     * Gives it a batch to work on.
     *
     * @param event the batch as the event of an invocation
     */
    public void begin(List<T> next, String event) {
        if (process == null) {
            process = starter.get();
        }
        batch = next;
        answer = process.begin(event);
    }

    /** Returns whether it has a batch, whose answer was not taken. */
    public boolean isBusy() {
        return answer != null;
    }

    /** The batch that it was given last. */
    public List<T> batch() {
        return batch;
    }

    /**
     * Kills it at some moment of its work.
     *
     * @return false when it had answered before
     */
    public boolean kill(Random random) throws InterruptedException {
        var isAtWork = false;
        try {
            answer.get(random.nextInt(random.nextBoolean() ? 60 : 900), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            isAtWork = true;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
        process.kill();
        return isAtWork;
    }

    /** Takes the answer; empty when it was killed before, and its batch must come again whatever it did. */
    public Optional<FunctionAnswer> end() {
        try {
            return Optional.of(answer.join());
        } catch (CompletionException _) {
            return Optional.empty();
        } finally {
            answer = null;
        }
    }

    /** Forgets a process that was killed. */
    public void bury() {
        if (process != null && !process.isAlive()) {
            close();
        }
    }

    /** The lines of its log. */
    public List<String> log() {
        return process.log();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }
}
