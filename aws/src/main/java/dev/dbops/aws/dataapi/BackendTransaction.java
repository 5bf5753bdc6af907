package dev.dbops.aws.dataapi;

import java.util.List;
import java.util.Optional;

/**
 * The transaction of a backend. The statements up to a Sync are one, unless the driver begins its own (PostgreSQL
 * documentation, section 53.2.3).
 */
final class BackendTransaction {
    private final DataApiSession session;
    private final SessionStart start;
    private final StatementExecution execution;

    /** True once the driver has begun it. */
    private boolean explicit;

    private boolean failed;

    BackendTransaction(DataApiSession session, SessionStart start, StatementExecution execution) {
        this.session = session;
        this.start = start;
        this.execution = execution;
    }

    /**
     * Executes a statement, in the transaction that it needs.
     *
     * @param alone whether no other statement belongs to the same implicit transaction
     * @param types the types of its parameters, or 0
     */
    ResultRows run(StatementShape shape, List<Optional<String>> values, boolean alone, int... types)
            throws ServerRefusal {
        switch (shape.kind()) {
            case EMPTY -> {
                return ResultRows.none("");
            }
            case BEGIN -> {
                open();
                explicit = true;
                start.setMode(session, shape);
                return ResultRows.none("BEGIN");
            }
            case COMMIT -> {
                return ResultRows.none(failed ? rollback() : commit());
            }
            case ROLLBACK -> {
                return ResultRows.none(rollback());
            }
            case COPY ->
                throw new ServerRefusal(
                        ServerRefusal.NOT_SUPPORTED,
                        "the Data API cannot transfer the rows of COPY",
                        "use INSERT, or a connection: leave out --data-api");
            default -> {
                if (!alone || !shape.mayBeAlone() || types.length > 0) {
                    open();
                }
                return execution.run(shape, values, types);
            }
        }
    }

    /** Begins the transaction, unless it has begun. */
    void open() throws ServerRefusal {
        if (!session.isInTransaction()) {
            session.begin();
            start.settle(session);
        }
    }

    private String commit() throws ServerRefusal {
        explicit = false;
        if (session.isInTransaction()) {
            session.commit();
        }
        return "COMMIT";
    }

    private String rollback() throws ServerRefusal {
        explicit = false;
        failed = false;
        session.rollback();
        return "ROLLBACK";
    }

    /** A statement has failed: the server refuses the next ones. */
    void fail() {
        failed = session.isInTransaction();
    }

    /** Returns whether the driver has begun it, so that it outlives a Sync. */
    boolean isExplicit() {
        return explicit;
    }

    /** The letter of its state in ReadyForQuery. */
    char state() {
        if (!explicit) {
            return 'I';
        }
        return failed ? 'E' : 'T';
    }

    /** Ends an implicit transaction. */
    void sync() throws ServerRefusal {
        if (explicit || !session.isInTransaction()) {
            return;
        }
        if (failed) {
            rollback();
        } else {
            commit();
        }
    }
}
