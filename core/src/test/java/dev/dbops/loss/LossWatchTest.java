package dev.dbops.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The losses in a transaction, on every supported server. */
class LossWatchTest {
    private static final String FIXTURE = """
        CREATE TABLE fruit (id int PRIMARY KEY, name text);
        INSERT INTO fruit VALUES (1, 'apple'), (2, 'pear');
        CREATE TABLE empty (id int);
        CREATE TABLE emptied (id int);
        INSERT INTO emptied VALUES (1);
        CREATE TABLE dropped (id int);
        CREATE SCHEMA attic;
        SELECT lo_create(4711);
        """;

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void namesTheLosses(int major) throws SQLException {
        assertThat(losses(major, """
            DO $$ BEGIN
                DELETE FROM fruit WHERE id = 1;
                UPDATE fruit SET name = 'x';
                ALTER TABLE fruit DROP COLUMN name;
                TRUNCATE emptied;
                DROP TABLE dropped;
                DROP SCHEMA attic;
                PERFORM lo_unlink(4711);
            END $$
            """))
                .containsExactly(
                        "deleted 1 large object",
                        "deleted 1 row of public.fruit",
                        "dropped column name of public.fruit",
                        "dropped schema attic",
                        "dropped table public.dropped",
                        "emptied table public.emptied",
                        "updated 1 row of public.fruit");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void addedAndRewrittenRowsAreNotALoss(int major) throws SQLException {
        assertThat(losses(major, """
            DO $$ BEGIN
                INSERT INTO fruit VALUES (3, 'plum');
                TRUNCATE empty;
                ALTER TABLE fruit ADD COLUMN more float8 DEFAULT random();
                ALTER TABLE empty ADD COLUMN more float8 DEFAULT random();
                CREATE TABLE made (id int);
                INSERT INTO made VALUES (1);
                UPDATE made SET id = 2;
                DELETE FROM made;
                DROP TABLE made;
                CREATE TEMP TABLE scratch AS SELECT 1 AS id;
                DELETE FROM scratch;
                DELETE FROM fruit WHERE false;
            END $$
            """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void withoutCountsTheLossIsUnknown(int major) throws SQLException {
        assertThat(losses(major, "SET track_counts = off"))
                .containsExactly("ran while the server does not count rows (track_counts is off)");
    }

    /** In one transaction, which is rolled back. */
    private static List<String> losses(int major, String sql) throws SQLException {
        var server = TestServer.ofMajor(major);
        var target = server.newDatabase();
        server.execute(target.database(), FIXTURE);
        try (var database = Database.connect(target)) {
            var watch = LossWatch.begin(database);
            database.connection().setAutoCommit(false);
            database.executeAsIs(sql);
            var losses = watch.losses();
            database.connection().rollback();
            return losses;
        }
    }
}
