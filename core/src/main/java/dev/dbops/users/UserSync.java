package dev.dbops.users;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ServerError;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes the IDs of a pool's users into the rows of a table, in one transaction.
 *
 * <p>A link between a row and a user that is still in the pool is never moved to another user: users choose their
 * handles, and whoever takes a name must not take over the account.
 */
public final class UserSync {
    /** The number of report rows fetched at a time. */
    private static final int FETCH = 1000;

    private final Database database;
    private final UserTable table;
    private final SyncRules rules;
    private final SyncStatements statements;

    /**
     * Finds the table and its columns.
     *
     * @throws OpsException when the table is unsuitable
     */
    public UserSync(Database database, UserTableNames names, SyncRules rules) {
        this.database = database;
        this.table = UserTable.find(database, names, rules);
        this.rules = rules;
        this.statements = new SyncStatements(database, table, rules);
    }

    /** Reports the effects of {@link #run}; only a temporary table is written, and that is rolled back. */
    public SyncReport plan(UserPoolSource pool) {
        return transaction().check(() -> compare(pool, true));
    }

    /**
     * Synchronizes the table.
     *
     * @param approval receives the planned changes before they are made, and prevents them by an exception
     * @throws OpsException when it failed; then nothing was changed
     */
    public SyncReport run(UserPoolSource pool, Consumer<SyncReport> approval) {
        return transaction().commit(() -> {
            var report = compare(pool, false);
            approval.accept(report);
            if (report.updated() > 0) {
                requireAll(report.updated(), change(statements.update()));
            }
            if (report.inserted() > 0) {
                requireAll(report.inserted(), change(statements.insert()));
            }
            return report;
        });
    }

    private Transaction transaction() {
        return new Transaction(database, "the synchronisation");
    }

    private SyncReport compare(UserPoolSource pool, boolean dryRun) {
        database.execute(SyncStatements.BEGIN);
        var staging = new PoolStaging(database, rules);
        pool.forEach(staging::add);
        staging.send();
        database.execute(statements.compare());
        return report(dryRun);
    }

    private SyncReport report(boolean dryRun) {
        var counts = new EnumMap<SyncOutcome, Long>(SyncOutcome.class);
        var replaced = database
                .query(SyncStatements.COUNT, row -> {
                    counts.put(SyncOutcome.of(row.getString(1)), row.getLong(2));
                    return row.getLong(3);
                })
                .stream()
                .mapToLong(Long::longValue)
                .sum();
        var rows = counts.getOrDefault(SyncOutcome.DATABASE_ONLY, 0L);
        return new SyncReport(
                database.target().database(),
                table.definition().schema() + "." + table.definition().table(),
                rules.pool(),
                rules.match(),
                dryRun,
                counts.values().stream().mapToLong(Long::longValue).sum() - rows,
                count(counts, SyncOutcome.UPDATED),
                replaced,
                count(counts, SyncOutcome.INSERTED),
                count(counts, SyncOutcome.UNCHANGED),
                count(counts, SyncOutcome.POOL_ONLY),
                rows,
                count(counts, SyncOutcome.WITHOUT_ATTRIBUTE),
                count(counts, SyncOutcome.UNVERIFIED),
                count(counts, SyncOutcome.AMBIGUOUS),
                count(counts, SyncOutcome.CONFLICT),
                users());
    }

    private static long count(Map<SyncOutcome, Long> counts, SyncOutcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    private List<SyncedUser> users() {
        var order = new ArrayList<String>();
        for (var outcome : SyncOutcome.values()) {
            order.add(outcome.word());
        }
        var connection = database.connection();
        try (var list = connection.prepareStatement(SyncStatements.LIST)) {
            list.setArray(1, connection.createArrayOf("text", order.toArray()));
            list.setInt(2, rules.named());
            list.setFetchSize(FETCH);
            var users = new ArrayList<SyncedUser>();
            try (var row = list.executeQuery()) {
                while (row.next()) {
                    users.add(user(row));
                }
            }
            return users;
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private static SyncedUser user(ResultSet row) throws SQLException {
        return new SyncedUser(
                SyncOutcome.of(row.getString(1)),
                Optional.ofNullable(row.getString(2)),
                Optional.ofNullable(row.getString(3)),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)));
    }

    private long change(String sql) {
        try (var statement = database.connection().prepareStatement(sql)) {
            return statement.executeLargeUpdate();
        } catch (SQLException e) {
            throw explained(SqlErrors.translate(e));
        }
    }

    private void requireAll(long expected, long changed) {
        if (changed != expected) {
            throw new OpsException(
                    Kind.FAILED,
                    "another session changed table \"%s\" at the same time"
                            .formatted(table.definition().table()),
                    "run it again; a trigger or a row security policy that skips rows looks the same");
        }
    }

    /** The cause of a rejected row is in the pool, or in a rule of the table: the error can report both. */
    private OpsException explained(OpsException failure) {
        return switch (failure.serverError().map(ServerError::sqlState).orElse("")) {
            case "23505" ->
                failure.withHint(
                        "another row has this value: with --insert-missing that row may be the user's, under another"
                                + " %s; see both with --dry-run -o json".formatted(rules.match()));
            case "23514", "22001", "23502" ->
                failure.withHint("change the user in the pool, or the column or its constraint; list the users with"
                        + " --dry-run -o json");
            default -> failure;
        };
    }
}
