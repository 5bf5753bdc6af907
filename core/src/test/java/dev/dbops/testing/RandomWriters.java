package dev.dbops.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * Sessions that change the same few rows at random: inserts, updates, deletes, changes of keys, transactions of
 * several statements, savepoints, rollbacks and TRUNCATE.
 */
public final class RandomWriters {
    /** The tables: a plain one, one with a second unique index, one with a key of two columns, a partitioned one. */
    public static final List<String> TABLES = List.of("plain", "handle", "pair", "part");

    /** Creates the tables; the same for source and target. */
    public static final String SCHEMA = """
        CREATE TABLE plain (id int PRIMARY KEY, counter int NOT NULL, note text, doc jsonb);
        CREATE TABLE handle (id int PRIMARY KEY, handle text UNIQUE, counter int NOT NULL);
        CREATE TABLE pair (a int, b text, counter int NOT NULL, PRIMARY KEY (a, b));
        CREATE TABLE part (id int PRIMARY KEY, counter int NOT NULL) PARTITION BY RANGE (id);
        CREATE TABLE part_low PARTITION OF part FOR VALUES FROM (MINVALUE) TO (20);
        CREATE TABLE part_high PARTITION OF part FOR VALUES FROM (20) TO (MAXVALUE)
        """;

    /** A table without a key. Each row has its own number, so that lost and repeated rows are visible. */
    public static final String NUMBERED = "numbered";

    public static final String NUMBERED_SCHEMA = "CREATE TABLE numbered (n bigint NOT NULL)";

    /** A text of all its rows; equal for equal rows. */
    public static final String NUMBERED_ROWS = "SELECT n FROM numbered ORDER BY n";

    /** All rows of all tables, in an order that is the same for equal rows. */
    public static final String ROWS = """
        SELECT 'plain' AS name, to_jsonb(t)::text AS row FROM plain t
         UNION ALL SELECT 'handle', to_jsonb(t)::text FROM handle t
         UNION ALL SELECT 'pair', to_jsonb(t)::text FROM pair t
         UNION ALL SELECT 'part', to_jsonb(t)::text FROM part t
         ORDER BY 1, 2
        """;

    /** The errors that random statements may cause; the transaction is then rolled back, as by any program. */
    private static final Set<String> EXPECTED = Set.of("23505", "40P01", "40001");

    private static final int KEYS = 40;

    private static final long RECONNECT_NANOS = 20_000_000;

    private final String url;
    private final long seed;
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private boolean numbering;
    private boolean reconnecting;

    /**
     * @param url a JDBC URL of the database, with role and password
     * @param seed repeats the choices, but not the interleaving
     */
    public RandomWriters(String url, long seed) {
        this.url = url;
        this.seed = seed;
    }

    /** Each transaction also writes a row into the table without a key. */
    public RandomWriters numbering() {
        numbering = true;
        return this;
    }

    /** Lost sessions connect again when the server has restarted. */
    public RandomWriters reconnecting() {
        reconnecting = true;
        return this;
    }

    /**
     * Writes, and returns when all sessions have finished.
     *
     * @param writers the number of sessions
     * @param transactions the number of transactions for each session
     * @return the number of committed transactions
     */
    public int run(int writers, int transactions) {
        return run(writers, done -> done < transactions);
    }

    /**
     * Writes until each session has enough transactions.
     *
     * @param goesOn whether a session continues after that many attempted transactions
     */
    public int run(int writers, IntPredicate goesOn) {
        try (var executor = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> results = new ArrayList<>();
            for (var writer = 0; writer < writers; writer++) {
                var random = new Random(seed * 31 + writer);
                results.add(executor.submit(() -> {
                    write(random, goesOn);
                    return null;
                }));
            }
            for (var result : results) {
                result.get();
            }
            return committed.get();
        } catch (Exception e) {
            throw new AssertionError("a writer failed, seed " + seed, e);
        }
    }

    private void write(Random random, IntPredicate goesOn) throws SQLException {
        var done = 0;
        while (goesOn.test(done)) {
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement()) {
                // there are many deadlocks, and by default each takes a second to be detected
                statement.execute("SET deadlock_timeout = '10ms'");
                connection.setAutoCommit(false);
                while (goesOn.test(done)) {
                    done++;
                    attempt(random, connection, statement);
                }
            } catch (SQLException e) {
                if (!reconnecting || !isLost(e)) {
                    throw e;
                }
                LockSupport.parkNanos(RECONNECT_NANOS);
            }
        }
    }

    private void attempt(Random random, Connection connection, Statement statement) throws SQLException {
        try {
            transaction(random, connection, statement);
        } catch (SQLException e) {
            if (!EXPECTED.contains(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
        }
    }

    /** Includes 57P03, while the server starts. */
    private static boolean isLost(SQLException e) {
        return e.getSQLState() != null
                && (e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57P"));
    }

    private void transaction(Random random, Connection connection, Statement statement) throws SQLException {
        var statements = 1 + random.nextInt(4);
        for (var i = 0; i < statements; i++) {
            if (random.nextInt(8) == 0) {
                statement.execute("SAVEPOINT one");
                statement.execute(change(random));
                statement.execute(random.nextBoolean() ? "ROLLBACK TO one" : "RELEASE one");
            } else {
                statement.execute(change(random));
            }
        }
        if (numbering) {
            statement.execute("INSERT INTO numbered VALUES (" + numbers.incrementAndGet() + ")");
        }
        if (random.nextInt(6) == 0) {
            connection.rollback();
        } else {
            connection.commit();
            committed.incrementAndGet();
        }
    }

    private static String change(Random random) {
        var key = random.nextInt(KEYS);
        var other = random.nextInt(KEYS);
        var value = random.nextInt(1_000_000);
        return switch (random.nextInt(40)) {
            case 0 -> "TRUNCATE " + TABLES.get(random.nextInt(TABLES.size()));
            case 1, 2 -> "UPDATE plain SET id = %d WHERE id = %d".formatted(other, key);
            case 3 -> "UPDATE plain SET id = id + 1000 WHERE id %% 7 = %d".formatted(key % 7);
            case 4, 5 -> "DELETE FROM plain WHERE id = " + key;
            case 6 -> "DELETE FROM plain WHERE id % 5 = " + key % 5;
            case 7 -> "UPDATE plain SET counter = %d, doc = 'null' WHERE id %% 3 = %d".formatted(value, key % 3);
            case 8, 9, 10 -> "UPDATE plain SET counter = counter + 1 WHERE id = " + key;
            case 11, 12, 13, 14 ->
                "INSERT INTO plain VALUES (%d, %d, 'it''s \"%d\"', '{\"a\": [%d, null]}') ON CONFLICT (id) DO UPDATE SET counter = excluded.counter"
                        .formatted(key, value, value, value);
            case 15 ->
                "INSERT INTO plain SELECT n, %d, NULL, '\"text\"' FROM generate_series(%d, %d) n ON CONFLICT DO NOTHING"
                        .formatted(value, key, key + 10);
            case 16, 17, 18 -> "INSERT INTO handle VALUES (%d, 'h%d', %d)".formatted(key, other, value);
            case 19, 20 -> "UPDATE handle SET handle = 'h%d' WHERE id = %d".formatted(other, key);
            case 21 -> "DELETE FROM handle WHERE id = " + key;
            case 22 -> "UPDATE handle SET handle = NULL WHERE id = " + key;
            case 23 -> "UPDATE handle SET id = %d WHERE handle = 'h%d'".formatted(other, key);
            case 24, 25, 26, 27 ->
                "INSERT INTO pair VALUES (%d, 'b%d', %d) ON CONFLICT (a, b) DO UPDATE SET counter = pair.counter + 1"
                        .formatted(key % 6, other % 6, value);
            case 28 -> "UPDATE pair SET b = 'b%d' WHERE a = %d AND b = 'b%d'".formatted(other, key % 6, value % 6);
            case 29 -> "DELETE FROM pair WHERE a = " + key % 6;
            case 30, 31, 32 ->
                "INSERT INTO part VALUES (%d, %d) ON CONFLICT (id) DO UPDATE SET counter = excluded.counter"
                        .formatted(key, value);
            case 33, 34 -> "UPDATE part SET id = %d WHERE id = %d".formatted(other, key);
            case 35 -> "DELETE FROM part WHERE id = " + key;
            case 36 -> "UPDATE part SET counter = %d WHERE id < %d".formatted(value, key);
            case 37 -> "TRUNCATE part_" + (random.nextBoolean() ? "low" : "high");
            default -> "UPDATE plain SET note = md5(note) WHERE id < " + key;
        };
    }
}
