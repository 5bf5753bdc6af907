package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.kafka.KafkaErrors;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what an administrative client was asked. */
final class AdminAnswers {
    private final KafkaErrors errors;

    AdminAnswers(KafkaErrors errors) {
        this.errors = errors;
    }

    /**
     * Returns the answer.
     *
     * @throws OpsException when it is a failure
     */
    <T> T of(String work, KafkaFuture<T> future) {
        try {
            return raw(future);
        } catch (ExecutionException e) {
            throw errors.of(work, e);
        }
    }

    /** Returns the answer, and leaves a failure to the caller. */
    <T> T raw(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Pauses before the same question is asked again. */
    static void pause(Polling waiting) {
        try {
            waiting.again();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static OpsException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new OpsException(Kind.INTERRUPTED, "interrupted while Kafka was asked", null, cause);
    }
}
