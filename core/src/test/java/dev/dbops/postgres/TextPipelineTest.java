package dev.dbops.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts that are sent together to a real server. */
class TextPipelineTest {
    private Database database;

    @BeforeEach
    void connect() {
        database = Database.connect(TestServer.carried().newDatabase());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void execute(List<String> texts) {
        new Transaction(database, "the texts").commit(() -> {
            TextPipeline.execute(database, texts, (index, failure) -> failure.withMessage("text " + index));
            return true;
        });
    }

    /** More than the driver sends without waiting for answers. */
    private static List<String> tables(int number) {
        var texts = new ArrayList<String>();
        for (var i = 0; i < number; i++) {
            texts.add("CREATE TABLE public.a%1$d (a int); COMMENT ON TABLE public.a%1$d IS 'a; b';\n".formatted(i));
        }
        return texts;
    }

    @Test
    void allTextsAreExecutedInTheirOrder() {
        var texts = tables(700);
        texts.add("ALTER TABLE public.a699 ADD b text DEFAULT 'a?b'");

        execute(texts);

        assertThat(database.query("SELECT count(*) FROM pg_class WHERE relname ~ '^a[0-9]+$'", row -> row.getInt(1)))
                .containsExactly(700);
    }

    @Test
    void theFailureIsThatOfTheTextWhichFailed() {
        for (var failed : List.of(0, 5, 600, 699)) {
            var texts = tables(700);
            texts.set(failed, "CREATE TABLE public.b (a int); SELECT 1; CREATE TABLE public.b (a int)");

            assertThatThrownBy(() -> execute(texts))
                    .isInstanceOf(OpsException.class)
                    .hasMessage("text " + failed + "; nothing was changed");
        }
    }

    @Test
    void namesMeanTheServersOwnObjectsAndTheUsersPathIsRestored() {
        database.executeAsIs("CREATE FUNCTION public.now(int) RETURNS int LANGUAGE sql AS 'SELECT $1'");
        database.executeAsIs("SET search_path = public");

        assertThatThrownBy(() -> execute(List.of("SELECT now(1)"))).hasMessage("text 0; nothing was changed");
        execute(List.of("SELECT now()"));

        assertThat(database.queryAsUser("SELECT current_setting('search_path')", row -> row.getString(1)))
                .containsExactly("public");
    }
}
