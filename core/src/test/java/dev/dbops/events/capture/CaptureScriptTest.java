package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.events.Operation;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The SQL of triggers-install, as files in {@code src/test/resources}. After a change that is meant,
 * {@code ./mvnw test -pl core -Dtest=CaptureScriptTest -Dscripts=apply} writes the files again.
 */
class CaptureScriptTest {
    private static final Path FILES =
            Path.of("src", "test", "resources", "dev", "dbops", "events", "capture", "scripts");

    /** The last table has names that look like parts of the templates and of format strings. */
    private static final String TABLES = """
        CREATE TABLE plain (id int PRIMARY KEY, name text);
        CREATE TABLE encoded (a int, "b'\\x" text, c json, d jsonb, e text[], PRIMARY KEY ("b'\\x", a));
        CREATE TABLE reply (id int PRIMARY KEY, parent int REFERENCES reply ON DELETE CASCADE);
        CREATE TABLE part (id int, part int, j json, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
        CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
        CREATE TABLE "odd ${guard} $capture$ %s" ("%1$s" jsonb PRIMARY KEY, "${origin}" json, "$capture_1$" jsonb);
        """;

    private static CaptureOptions options(boolean fullBefore, String condition, Delivery delivery) {
        return new CaptureOptions(Operation.ALL, List.of(), List.of(), fullBefore, condition, delivery);
    }

    /** Returns the statements for a table, after those for the log. Its OID differs in each run. */
    private static String script(CaptureDatabase db, String table, CaptureOptions options) {
        var quoted = '"' + table + '"';
        var script = new EventTriggers(db.database(), Set.of(TriggerKind.EVENTS), options)
                .script(CaptureDatabase.choice(quoted))
                .sql();
        var oid = db.rows("SELECT '%s'::regclass::oid".formatted(quoted)).getFirst();
        return script.replaceAll("(?<![0-9])" + oid + "(?![0-9])", "OID");
    }

    private static void requireFile(String name, String script) throws IOException {
        var file = FILES.resolve(name + ".sql");
        if ("apply".equals(System.getProperty("scripts"))) {
            Files.createDirectories(FILES);
            Files.writeString(file, script);
        }
        assertThat(file)
                .as("the SQL of triggers-install has changed: ./mvnw test -pl core -Dtest=CaptureScriptTest"
                        + " -Dscripts=apply")
                .hasContent(script);
    }

    @Test
    void theSqlOfTriggersInstallIsAsInTheFiles() throws IOException {
        try (var db = new CaptureDatabase(TestServer.CARRIED)) {
            db.run(TABLES).run("CREATE TABLE other (id int PRIMARY KEY)").install("other");
            var plain = CaptureOptions.DEFAULT;

            requireFile("shared-functions", CaptureFunctions.create());
            requireFile("plain", script(db, "plain", plain));
            requireFile("encoded-full", script(db, "encoded", options(true, "", Delivery.NONE)));
            requireFile("foreign-key-to-itself", script(db, "reply", plain));
            requireFile("condition", script(db, "encoded", options(false, "NEW IS NOT NULL", Delivery.NONE)));
            requireFile(
                    "partitioned-notify",
                    script(db, "part", options(false, "", new Delivery("changes", "", "Event", false))));
        }
    }

    @Test
    void namesThatLookLikePartsOfATemplateAreCapturedAsTheyAre() {
        try (var db = new CaptureDatabase(TestServer.CARRIED)) {
            db.run(TABLES).install(options(true, "", Delivery.NONE), "\"odd ${guard} $capture$ %s\"");

            db.run("INSERT INTO \"odd ${guard} $capture$ %s\" VALUES ('1', '{\"a\":  1}', '2')")
                    .run("ALTER TABLE \"odd ${guard} $capture$ %s\" ADD \"%2$s\" json DEFAULT '[ ]'")
                    .run("UPDATE \"odd ${guard} $capture$ %s\" SET \"$capture_1$\" = '3'");

            assertThat(db.rows("SELECT after::text FROM dbops.event_log ORDER BY seq"))
                    .containsExactly(
                            "{\"%1$s\": \"1\", \"${origin}\": \"{\\\"a\\\":  1}\", \"$capture_1$\": \"2\"}",
                            "{\"%1$s\": \"1\", \"%2$s\": \"[ ]\", \"${origin}\": \"{\\\"a\\\":  1}\","
                                    + " \"$capture_1$\": \"3\"}");
        }
    }

    @Test
    void aTemplateInsertsValuesAndFragmentsButNothingIntoValues() {
        var template = SqlTemplate.read("capture-fragments.sql").with("message_source", "'${origin}'");

        assertThat(template.fill("reference")).isEqualTo("jsonb_build_object('${origin}', 'reference', true)::text");
        assertThat(template.with("table", "t").with("next_column", "2").fill("has_newer_column"))
                .isEqualTo("has_column_privilege(t, 2::int2, 'SELECT') IS NOT NULL");
        assertThatThrownBy(() -> template.fill("packs"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no value and no fragment with the name first_rows");
    }
}
