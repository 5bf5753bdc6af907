package dev.dbops.cli.dataapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DataApiLoadTest extends DataApiProject {
    private static final String SCHEMA = """
        \\set handle andrew
        CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
        SET client_encoding = 'UTF8';
        CREATE TABLE public.users (
          uuid UUID DEFAULT uuid_generate_v4() PRIMARY KEY,
          handle text NOT NULL, -- :handle
          times int[] DEFAULT '{1,2}'::int[]
        );
        CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a + b; SELECT $1 + $2; END;
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.times := NEW.times[1:2]; -- a:b
          RETURN NEW;
        END $$;
        CREATE TRIGGER touch BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION touch();
        INSERT INTO public.users (handle) VALUES (:'handle'), ('é😀: :x ?');
        SELECT add(1, 2);
        SELECT count(*) AS users FROM public.users \\gset
        INSERT INTO public.users (handle, times) VALUES ('count', ARRAY[:users, 2, 3]);
        """;

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Test
    void aScriptIsOneTransaction() throws IOException {
        write("schema.sql", SCHEMA);
        write("seed.sql", "INSERT INTO users (handle) VALUES ('seed');\n\nINSERT INTO users (handel) VALUES ('x');\n");
        var loaded = both.run("schema-load").succeeded();
        assertThat(loaded.err())
                .contains(
                        "through the RDS Data API as the user of the secret",
                        "loaded schema.sql: 10 statements, 3 rows");
        assertThat(both.postgres().rows(both.database(), "SELECT handle, times FROM users ORDER BY ctid"))
                .containsExactly("andrew|{1,2}", "é😀: :x ?|{1,2}", "count|{2,2}");
        assertThat(both.api().calls().stream().filter(call -> call.startsWith("Commit")))
                .hasSizeLessThan(6);

        assertThat(both.run("seed").failed(3).err())
                .contains("seed.sql:3:20: column \"handel\" of relation \"users\" does not exist; nothing was changed")
                .contains("(SQLSTATE 42703)", "INSERT INTO users (handel)", "did you mean \"handle\"?");
        assertThat(both.postgres().rows(both.database(), "SELECT count(*) FROM users"))
                .containsExactly("3");
    }

    @Test
    void aSeedIsLoadedOnce() throws IOException {
        write("seed.sql", "CREATE TABLE t AS SELECT 1 AS a;\nINSERT INTO t VALUES (2);\n");
        both.run("seed", "--once").succeeded();
        assertThat(both.run("seed", "--once").succeeded().err()).contains("nothing to do: the same seed was loaded");
        assertThat(both.run("seed", "--check").failed(3).err()).contains("seed.sql:1:1: relation \"t\" already exists");
        assertThat(both.postgres().rows(both.database(), "SELECT a FROM t")).containsExactly("1", "2");
    }

    @Test
    void aLoadWaitsForAnotherOne() throws IOException, SQLException {
        write("seed.sql", "SELECT 1;\n");
        try (var other = DriverManager.getConnection(both.postgres().jdbcUrl(both.database()));
                var statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(1684172655, 1819238756)");
            assertThat(both.run("seed", "--lock-timeout", "0s").failed(6).err())
                    .contains("another load of the database \"%s\" is running".formatted(both.database()));
        }
        both.run("seed").succeeded();
        assertThat(both.postgres().rows(both.database(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .containsExactly("0");
    }

    @Test
    void whatNeedsAConnectionIsRefusedBeforeAnythingIsSent() throws IOException {
        write("seed.sql", "CREATE TABLE t (a int);\nCOPY t FROM STDIN;\n1\n\\.\n");
        assertThat(both.run("seed").failed(2).err())
                .contains("seed.sql:2:1: the RDS Data API cannot transfer the rows of COPY");
        write("rows.csv", "a\n1\n");
        write("copy.sql", "CREATE TABLE t (a int);\n\\copy t FROM 'rows.csv'\n");
        assertThat(both.run("seed", "-f", "copy.sql").failed(2).err()).contains("copy.sql:2:1: ", "rows of \\copy");
        write("long.sql", "SELECT 1;\nSELECT '" + "x".repeat(65_536) + "';\n");
        assertThat(both.run("schema-load", "-f", "long.sql").failed(2).err())
                .contains("long.sql:2:1: the statement has 65546 characters, and the RDS Data API accepts 65536");
        assertThat(both.run("seed", "--csv", "t=rows.csv").failed(2).err()).contains("--csv and --json");
        write("one.sql", "SELECT 1;\n");
        assertThat(both.run("seed", "-f", "one.sql", "--no-transaction")
                        .failed(2)
                        .err())
                .contains("a script is one transaction");
        write("latin.sql", "SET client_encoding = 'LATIN1';\n");
        assertThat(both.run("seed", "-f", "latin.sql").failed(2).err()).contains("latin.sql:1:1: ");
        assertThat(both.api().calls()).isEmpty();
    }
}
