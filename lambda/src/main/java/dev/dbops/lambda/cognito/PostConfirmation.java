package dev.dbops.lambda.cognito;

import dev.dbops.OpsException;
import dev.dbops.lambda.database.FunctionDatabase;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.FunctionEnvironment;
import dev.dbops.lambda.runtime.FunctionWork;
import dev.dbops.lambda.runtime.LogLevel;
import dev.dbops.lambda.runtime.Metric;
import dev.dbops.postgres.Database;
import dev.dbops.users.SyncOutcome;
import dev.dbops.users.UserRegistration;
import dev.dbops.users.UserTable;
import java.time.Duration;
import java.util.Locale;

/** Gives users who have confirmed their sign-up a row in the table of users. */
public final class PostConfirmation implements FunctionWork {
    /** The longest time for a statement: Cognito waits for 5 seconds, and asks at most three times. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    /** Another session has just inserted the row, such as cognito-sync or the application. */
    private static final String UNIQUE_VIOLATION = "23505";

    private final FunctionDatabase database;
    private final UserSettings settings;
    private UserTable table;

    /**
     * Reads the configuration, and begins to look for the table.
     *
     * @throws OpsException of kind USAGE when it is wrong
     */
    public PostConfirmation(FunctionEnvironment environment) {
        this.settings = UserSettings.of(environment.variables());
        this.database = new FunctionDatabase(environment, this::lookUp);
    }

    /** The database of the users. */
    public FunctionDatabase database() {
        return database;
    }

    /**
     * Registers the user of the event.
     *
     * @return the event itself, as Cognito expects it
     * @throws OpsException when the user has no row
     */
    @Override
    public byte[] answer(byte[] event, FunctionCall call) {
        var confirmation = ConfirmationEvent.read(event);
        if (!confirmation.isConfirmation()) {
            call.log()
                    .line(LogLevel.INFO, "nothing to do for this trigger")
                    .with("trigger", confirmation.trigger())
                    .write();
            return event;
        }
        var outcome = register(confirmation, call.within(LONGEST));
        switch (outcome) {
            case INSERTED -> call.metrics().add(Metric.USERS_CREATED);
            case UPDATED -> call.metrics().add(Metric.USERS_UPDATED);
            default -> {}
        }
        call.log()
                .line(LogLevel.INFO, outcome == SyncOutcome.UNCHANGED ? "the user has a row" : "the user got a row")
                .with("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .with("event_id", confirmation.user().id())
                .with("trigger", confirmation.trigger())
                .write();
        return event;
    }

    private SyncOutcome register(ConfirmationEvent confirmation, FunctionCall call) {
        try {
            return once(confirmation, call);
        } catch (OpsException e) {
            forgetTable();
            if (sqlState(e).equals(UNIQUE_VIOLATION)) {
                return again(confirmation, call);
            }
            throw e;
        }
    }

    /** The row that was in the way may be the user's own by now. */
    private SyncOutcome again(ConfirmationEvent confirmation, FunctionCall call) {
        try {
            return once(confirmation, call);
        } catch (OpsException e) {
            throw sqlState(e).equals(UNIQUE_VIOLATION)
                    ? e.withHint(
                            "another row has this value; if it is the user's, DB_OPS_USERS_MATCH=email links rows by"
                                    + " verified addresses, and db-ops cognito-sync shows them")
                    : e;
        }
    }

    private SyncOutcome once(ConfirmationEvent confirmation, FunctionCall call) {
        var user = confirmation.user();
        return database.transaction(
                call,
                connection -> new UserRegistration(
                                connection, table(connection), settings.rules(), settings.placeholder())
                        .register(user, confirmation.login()));
    }

    private synchronized void lookUp(Database connection) {
        table = UserTable.find(connection, settings.names(), settings.rules());
    }

    /** The table is looked up once, and again after a failure: it may have been altered. */
    private synchronized UserTable table(Database connection) {
        if (table == null) {
            lookUp(connection);
        }
        return table;
    }

    private synchronized void forgetTable() {
        table = null;
    }

    private static String sqlState(OpsException failure) {
        return failure.serverError().map(error -> error.sqlState()).orElse("");
    }
}
