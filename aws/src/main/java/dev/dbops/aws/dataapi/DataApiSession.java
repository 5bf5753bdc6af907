package dev.dbops.aws.dataapi;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;

/**
 * The requests of one session: at most one transaction at a time. Only a transaction keeps the server's session from one
 * request to the next.
 */
final class DataApiSession implements AutoCloseable {
    /** A paused cluster of Aurora Serverless v2 resumes in about 15 seconds, after a day in more than 30. */
    private static final Duration RESUMING = Duration.ofSeconds(90);

    private static final Pace PACE = new Pace(Duration.ofMillis(500), Duration.ofSeconds(4));

    private final AwsClients clients;
    private final DataApiCluster place;
    private Optional<String> transaction = Optional.empty();
    /** The request that is waited for; null when there is none. */
    private volatile BackgroundTask<?> running;

    DataApiSession(AwsClients clients, DataApiCluster place) {
        this.clients = clients;
        this.place = place;
    }

    boolean isInTransaction() {
        return transaction.isPresent();
    }

    void begin() throws ServerRefusal {
        transaction = Optional.of(call(
                "rds-data:BeginTransaction",
                () -> clients.rdsData()
                        .beginTransaction(request -> request.resourceArn(place.cluster())
                                .secretArn(place.secret())
                                .database(place.database()))
                        .transactionId()));
    }

    void commit() throws ServerRefusal {
        var id = transaction.orElseThrow();
        transaction = Optional.empty();
        call(
                "rds-data:CommitTransaction",
                () -> clients.rdsData()
                        .commitTransaction(request -> request.resourceArn(place.cluster())
                                .secretArn(place.secret())
                                .transactionId(id)));
    }

    /** Rolls back, also after an interrupt. The Data API does so by itself after three minutes. */
    void rollback() throws ServerRefusal {
        if (transaction.isEmpty()) {
            return;
        }
        var id = transaction.get();
        transaction = Optional.empty();
        var interrupted = Thread.interrupted();
        try {
            call(
                    "rds-data:RollbackTransaction",
                    () -> clients.rdsData()
                            .rollbackTransaction(request -> request.resourceArn(place.cluster())
                                    .secretArn(place.secret())
                                    .transactionId(id)));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Executes one statement, in the transaction if there is one. */
    ExecuteStatementResponse execute(String sql, List<SqlParameter> parameters) throws ServerRefusal {
        DataApiLimits.require(sql, parameters);
        return call(
                "rds-data:ExecuteStatement",
                () -> clients.rdsData()
                        .executeStatement(request -> request.resourceArn(place.cluster())
                                .secretArn(place.secret())
                                .database(place.database())
                                .transactionId(transaction.orElse(null))
                                .includeResultMetadata(true)
                                // such as VACUUM: the server ends it although the answer is late
                                .continueAfterTimeout(transaction.isEmpty() ? true : null)
                                .parameters(parameters.isEmpty() ? null : parameters)
                                .sql(sql)));
    }

    private <T> T call(String action, Supplier<T> request) throws ServerRefusal {
        var polling = new Polling(RESUMING, PACE);
        try {
            while (true) {
                var answer = attempt(action, request);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (!polling.again()) {
                    throw new ServerRefusal(
                            ServerRefusal.LOST,
                            "the cluster has been resuming for 90 seconds",
                            "try again in a minute");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (OpsException e) {
            throw e.kind() == Kind.INTERRUPTED
                    ? cancelled()
                    : new ServerRefusal(
                            ServerRefusal.LOST, e.getMessage(), e.hint().orElse(""));
        }
    }

    /** Returns nothing when the cluster is paused, and resumes because of the request. */
    private <T> Optional<T> attempt(String action, Supplier<T> request) throws ServerRefusal, InterruptedException {
        var refused = new ServerRefusal[1];
        var task = BackgroundTask.startVirtual(() -> AwsCall.of(action, () -> {
            try {
                return Optional.of(request.get());
            } catch (SdkException e) {
                if (!AwsFailure.code(e).equals("DatabaseResumingException")) {
                    refused[0] = DataApiFailure.of(e, transaction.isPresent()).orElseThrow(() -> e);
                }
                return Optional.<T>empty();
            }
        }));
        running = task;
        try {
            var answer = task.get();
            if (refused[0] != null) {
                throw refused[0];
            }
            return answer;
        } catch (InterruptedException e) {
            task.interrupt();
            throw e;
        } finally {
            running = null;
        }
    }

    private static ServerRefusal cancelled() {
        return new ServerRefusal(ServerRefusal.CANCELLED, "canceling statement due to user request", "");
    }

    /** Gives up the request that is running; from any thread. */
    void cancel() {
        var waiting = running;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    @Override
    public void close() {
        try {
            rollback();
        } catch (ServerRefusal _) {
            // the Data API rolls back by itself
        } finally {
            clients.close();
        }
    }
}
