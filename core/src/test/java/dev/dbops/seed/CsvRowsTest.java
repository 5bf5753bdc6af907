package dev.dbops.seed;

import static dev.dbops.seed.SeedFormat.CSV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
    private SeedFiles seed = new SeedFiles(TestServer.CARRIED);

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void theHeaderNamesTheColumnsAndTheOthersGetTheirDefaults(int major) {
        seed = new SeedFiles(major);
        seed.execute("CREATE TABLE users (id serial PRIMARY KEY, name text, \"Full Name\" text, age int DEFAULT 7)");

        var rows = seed.load(CSV, "users", """
            "Full Name",name
            "Doe, ""Jane""
            of X",jane
            ,""
            größe,ß
            """);

        assertThat(rows).isEqualTo(3);
        assertThat(seed.rows("SELECT id, name, \"Full Name\", age FROM users ORDER BY id"))
                .containsExactly("1|jane|Doe, \"Jane\"\nof X|7", "2||null|7", "3|ß|größe|7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\r\n1,2\r\n", "\uFEFFa,b\n1,2\n", "\uFEFF\"a\",\"b\"\r\n1,2", "a,b\r1,2\r", "b,a\n2,1"})
    void lineEndsAndAByteOrderMarkAndAMissingLastLineEndAreFine(String text) {
        seed.execute("CREATE TABLE t (a int, b int)");

        seed.load(CSV, "t", text);

        assertThat(seed.rows("SELECT a, b FROM t")).containsExactly("1|2");
    }

    @Test
    void aCompressedFileIsKnownByItsContent() {
        seed.execute("CREATE TABLE t (a int, b int)");

        seed.load(CSV, "t", SeedFiles.gzip("\uFEFFa,b\n1,2\n"));

        assertThat(seed.rows("SELECT a, b FROM t")).containsExactly("1|2");
    }

    @Test
    void aFileWithoutRowsLoadsNone() {
        seed.execute("CREATE TABLE t (a int)");

        assertThat(seed.load(CSV, "t", "a")).isZero();
        assertThat(seed.load(CSV, "t", "a\n")).isZero();
    }

    @Test
    void tablesAreNamedAsInSql() {
        seed.execute("CREATE SCHEMA \"My Schema\"; CREATE TABLE \"My Schema\".\"a=\"\"b\" (x int); CREATE TABLE text"
                + " (x int)");

        seed.load(CSV, "\"My Schema\".\"a=\"\"b\"", "x\n1\n");
        seed.load(CSV, "Public.TEXT", "x\n2\n");

        assertThat(seed.rows("SELECT x FROM \"My Schema\".\"a=\"\"b\" UNION ALL SELECT x FROM public.text"))
                .containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a;b@1;2    | separate the columns by commas, not by semicolons
        a\tb@1\t2 | separate the columns by commas, not by tabs
        """)
    void anotherSeparatorThanACommaGetsAHint(String text, String hint) {
        seed.execute("CREATE TABLE t (a int, b int)");

        var failure = catchThrowableOfType(
                OpsException.class,
                () -> seed.load(CSV, "t", text.replace("\\t", "\t").replace('@', '\n')));

        assertThat(failure.hint()).contains(hint);
    }

    /** Before 18, the server reads such a line as the end, and silently ignores the rest. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void aBackslashAndADotAreData(int major) {
        seed = new SeedFiles(major);
        seed.execute("CREATE TABLE t (a text)");

        seed.load(CSV, "t", "a\n\\.\n\\.x\n\"q\n\\.\n\"\n\\.");

        assertThat(seed.rows("SELECT a FROM t")).containsExactly("\\.", "\\.x", "q\n\\.\n", "\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void aBadRowIsShownWithTheLineItBeginsAt(String lineEnd) {
        seed.execute("CREATE TABLE t (a int, b text)");

        var failure = failure("\"a\",b@1,\"two@lines\"@x1,\"three@more@lines\"@3,x@".replace("@", lineEnd));

        assertThat(failure.kind()).isEqualTo(Kind.SQL);
        assertThat(failure).hasMessage("invalid input syntax for type integer: \"x1\"; nothing was changed");
        assertThat(failure.position().orElseThrow()).hasToString("rows.csv:4");
        assertThat(failure.position().orElseThrow().lineText()).isEqualTo("x1,\"three");
        assertThat(seed.rows("SELECT count(*) FROM t")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void noticesComeWithTheLineThatTheirRowBeginsAt(String lineEnd) {
        seed.execute("""
            CREATE TABLE t (a int, b text);
            CREATE FUNCTION speak() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE NOTICE ''%'', NEW.a; RAISE NOTICE ''again''; RETURN NEW; END';
            CREATE TRIGGER at_once BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION speak();
            """);

        seed.load(SeedFormat.CSV, "t", "a,b@1,x@2,\"two@lines\"@3,\"three@more@lines\"@4,x@".replace("@", lineEnd));

        assertThat(seed.heard.heard())
                .containsExactly(
                        "rows.csv:2 NOTICE 1",
                        "rows.csv:2 NOTICE again",
                        "rows.csv:3 NOTICE 2",
                        "rows.csv:3 NOTICE again",
                        "rows.csv:5 NOTICE 3",
                        "rows.csv:5 NOTICE again",
                        "rows.csv:8 NOTICE 4",
                        "rows.csv:8 NOTICE again");
    }

    /** The server fills an index for several rows at a time, after the defaults of all of them. */
    @Test
    void noticesOfRowsThatTheServerRevisitsHaveTheirLines() {
        seed.execute("""
            CREATE FUNCTION say(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
            'BEGIN RAISE NOTICE ''%'', $1; RETURN $1; END';
            CREATE FUNCTION fill() RETURNS text LANGUAGE plpgsql STABLE AS
            'BEGIN RAISE NOTICE ''default''; RETURN 1; END';
            CREATE TABLE t (a text, b text DEFAULT fill());
            CREATE INDEX ON t (say(a));
            """);

        seed.load(SeedFormat.CSV, "t", "a\n1\n\"2\n\"\n3\n");

        assertThat(seed.heard.heard())
                .containsExactly(
                        "rows.csv:2 NOTICE default",
                        "rows.csv:3 NOTICE default",
                        "rows.csv:5 NOTICE default",
                        "rows.csv:2 NOTICE 1",
                        "rows.csv:3 NOTICE 2\n",
                        "rows.csv:5 NOTICE 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void rowsOfTheWrongLengthAndOpenQuotesAreRefusedByTheServer(int major) {
        seed = new SeedFiles(major);
        seed.execute("CREATE TABLE t (a int, b text)");

        assertThat(failure("a,b\n1,x\n2\n"))
                .hasMessage("missing data for column \"b\"; nothing was changed")
                .satisfies(e -> assertThat(place(e)).isEqualTo("rows.csv:3"));
        assertThat(failure("a,b\n1,x\n2,y,z\n"))
                .hasMessageStartingWith("extra data after last expected column")
                .satisfies(e -> assertThat(place(e)).isEqualTo("rows.csv:3"));
        assertThat(failure("a,b\n1,x\n2,\"open\n" + "3,z\n".repeat(100_000)))
                .hasMessageStartingWith("unterminated CSV quoted field")
                .satisfies(e -> assertThat(place(e)).isEqualTo("rows.csv:3"));
    }

    @Test
    void bytesThatAreNotUtf8AreNamedWithTheirLine() {
        seed.execute("CREATE TABLE t (a text)");

        var failure = failure("a\nx\né\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(failure).hasMessageStartingWith("invalid byte sequence for encoding \"UTF8\": 0xe9");
        assertThat(place(failure)).isEqualTo("rows.csv:3");
    }

    @Test
    void aViolatedConstraintIsShownWithItsLine() {
        seed.execute("CREATE TABLE t (a int PRIMARY KEY)");

        var failure = failure("a\n1\n2\n1\n");

        assertThat(place(failure)).isEqualTo("rows.csv:4");
        assertThat(failure.serverError().orElseThrow().detail()).isEqualTo("Key (a)=(1) already exists.");
    }

    @Test
    void aForeignKeyIsCheckedAtTheEndAndNamesTheFile() {
        seed.execute("CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p)");

        var failure = failure("a\n1\n");

        assertThat(failure).hasMessageStartingWith("rows.csv: insert or update on table \"t\" violates foreign key");
        assertThat(failure.serverError().orElseThrow().detail()).contains("Key (a)=(1) is not present");
    }

    @Test
    void aMissingColumnIsShownWithTheExistingOnes() {
        seed.execute("CREATE TABLE t (a int, \"B\" int)");

        var failure = failure("a,b\n1,2\n");

        assertThat(failure).hasMessage("column \"b\" of relation \"t\" does not exist; nothing was changed");
        assertThat(failure.hint()).hasValue("its columns: a, B; capitals and spaces count");
        assertThat(place(failure)).isEqualTo("rows.csv:1");
    }

    @Test
    void aGeneratedColumnIsFilledByTheServerAndAnIdentityTakesTheGivenValue() {
        seed.execute("CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);"
                + "CREATE TABLE i (id int GENERATED ALWAYS AS IDENTITY, a int)");

        var failure = failure("a,b\n1,2\n");
        seed.load(CSV, "i", "id,a\n17,1\n");

        assertThat(failure).hasMessageContaining("\"b\" is a generated column");
        assertThat(failure.hint()).hasValue("remove the column from the file: the server generates its values");
        assertThat(place(failure)).isEqualTo("rows.csv:1");
        assertThat(seed.rows("SELECT id FROM i")).containsExactly("17");
    }

    @Test
    void aMissingTableIsNamed() {
        seed.execute("CREATE TABLE \"T\" (a int)");

        var failure = failure("a\n1\n");

        assertThat(failure.kind()).isEqualTo(Kind.SQL);
        assertThat(failure)
                .hasMessage("there is no table t in database \"%s\"; nothing was changed"
                        .formatted(seed.target.database()));
        assertThat(failure.hint().orElseThrow()).contains("db-ops schema-load").contains("'\"Name\"=FILE'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a,,b\n", "\"a\n", "a,\u0000\n"})
    void aHeaderThatNamesNoColumnsIsRefusedBeforeAnythingIsSent(String text) {
        var failure = failure(text);

        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure.hint()).hasValue("the first line names the columns, separated by commas");
        assertThat(place(failure)).isEqualTo("rows.csv:1");
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() {
        assertThat(failure("é\n".getBytes(StandardCharsets.ISO_8859_1))).hasMessage("the header is not UTF-8");
        assertThat(failure("x".repeat(1024 * 1024 + 1))).hasMessage("the header is longer than 1048576 bytes");
    }

    @Test
    void aDamagedArchiveChangesNothing() {
        seed.execute("CREATE TABLE t (a int)");
        var archive = SeedFiles.gzip("a\n" + numbers(50_000));

        var failure = failure(Arrays.copyOf(archive, archive.length / 2));

        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure).hasMessage("rows.csv is damaged: its gzip data is incomplete; nothing was changed");
        assertThat(seed.rows("SELECT count(*) FROM t")).containsExactly("0");
    }

    @Test
    void rowsAreLoadedAcrossMessageBoundaries() {
        seed.execute("CREATE TABLE t (a int, b text)");
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 2_000; i++) {
            text.append(i).append(",\"").append("ö,\n".repeat(i % 97)).append("\"\n");
        }
        text.append("2000,").append("x".repeat(300_000)).append('\n');

        assertThat(seed.load(CSV, "t", text.toString())).isEqualTo(2_001);

        assertThat(seed.rows("SELECT count(*) FROM t WHERE b = repeat(E'ö,\\n', a % 97) OR length(b) = 300000"))
                .containsExactly("2001");
    }

    private static String numbers(int count) {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) {
            text.append(i).append('\n');
        }
        return text.toString();
    }

    private OpsException failure(String text) {
        return failure(text.getBytes(StandardCharsets.UTF_8));
    }

    private OpsException failure(byte[] content) {
        return catchThrowableOfType(OpsException.class, () -> seed.load(CSV, "t", content));
    }

    private static String place(OpsException failure) {
        return failure.position().orElseThrow().toString();
    }
}
