package dev.dbops.seed;

import static dev.dbops.seed.SeedFormat.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.testing.TestServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsTest {
    private SeedFiles seed = new SeedFiles(TestServer.CARRIED);

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void missingKeysGetTheDefaultAndNullIsNullAndTheOrderIsKept(int major) {
        seed = new SeedFiles(major);
        seed.execute("CREATE TABLE t (id serial PRIMARY KEY, a int DEFAULT 7, \"B c\" text DEFAULT 'd')");

        var rows = seed.load(JSON, "t", """
            [{"a": 1, "B c": "x"}, {"B c": "y", "a": 2},
             {"a": null}, {}, {}, {"B c": null},
             {"a": 3, "B c": "z"}]
            """);

        assertThat(rows).isEqualTo(7);
        assertThat(seed.rows("SELECT id, a, \"B c\" FROM t ORDER BY id"))
                .containsExactly("1|1|x", "2|2|y", "3|null|d", "4|7|d", "5|7|d", "6|7|null", "7|3|z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1},{\"a\":2}]",
                "{\"a\":1}\n{\"a\":2}\n",
                "\uFEFF{\"a\":1}\r\n\r\n{\"a\":2}",
                " [\n{\"a\":1}\n,{\"a\":2} ] \n",
                "{\"a\":\n1} {\"a\":2}",
            })
    void anArrayOrLinesOfObjectsAreRead(String text) {
        seed.execute("CREATE TABLE t (a int)");

        seed.load(JSON, "t", text);

        assertThat(seed.rows("SELECT a FROM t")).containsExactly("1", "2");
    }

    @Test
    void aCompressedFileIsKnownByItsContent() {
        seed.execute("CREATE TABLE t (a int)");

        seed.load(JSON, "t", SeedFiles.gzip("{\"a\":1}"));

        assertThat(seed.rows("SELECT a FROM t")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "[]"})
    void aFileWithoutObjectsLoadsNone(String text) {
        seed.execute("CREATE TABLE t (a int)");

        assertThat(seed.load(JSON, "t", text)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void valuesReachTheirColumnsIntact(int major) {
        seed = new SeedFiles(major);
        seed.execute("CREATE TYPE pair AS (x int, y text); CREATE DOMAIN needed AS text NOT NULL;"
                + "CREATE TABLE t (n numeric, f float8, s text, j json, b jsonb, l int[], p pair, k boolean,"
                + " w timestamptz, c varchar(3), m needed DEFAULT 'm', y bytea)");

        seed.load(JSON, "t", """
            {"n": 12345678901234567890.10, "f": 1e40, "s": 1.50}
            """);
        seed.load(JSON, "t", """
            {"j": {"b" : 1.50,  "a":[1, {"x":"\\u00e9\\\\"}], "b": 2}, "b": {"z": 1.50, "a": null}, "l": [1, null, 3]}
            {"p": {"x": 1, "y": "q?"}, "k": true, "w": "2026-01-02T03:04:05Z", "c": "äöü", "y": "\\\\x00ff"}
            """);

        assertThat(seed.rows("SELECT n, f, s, m FROM t WHERE n IS NOT NULL"))
                .containsExactly("12345678901234567890.10|1e+40|1.50|m");
        assertThat(seed.rows("SELECT j, b, l FROM t WHERE j IS NOT NULL"))
                .containsExactly("{\"b\" : 1.50,  \"a\":[1, {\"x\":\"\\u00e9\\\\\"}], \"b\": 2}|"
                        + "{\"a\": null, \"z\": 1.50}|{1,NULL,3}");
        assertThat(seed.rows("SELECT p, k, w AT TIME ZONE 'UTC', c, y FROM t WHERE k"))
                .allSatisfy(row -> assertThat(row).startsWith("(1,q?)|t|2026-01-02 03:04:05|äöü|"));
    }

    @ParameterizedTest
    @CsvSource({"1, rows.json:2", "2, rows.json:3", "777, rows.json:778", "5000, rows.json:5001"})
    void theFailedObjectIsFound(int bad, String place) {
        seed.execute("CREATE TABLE t (a int CHECK (a <> 0), b text)");
        var text = new StringBuilder("[\n");
        for (var i = 1; i <= 5000; i++) {
            text.append(i == 1 ? "" : ",\n").append("{\"a\":").append(i == bad ? 0 : i);
            text.append(i % 500 == 0 ? ",\"b\":\"x\"}" : "}");
        }

        var failure = failure(text.append("]\n").toString());

        assertThat(failure.kind()).isEqualTo(Kind.SQL);
        assertThat(failure)
                .hasMessageContaining("violates check constraint")
                .hasMessageEndingWith("; nothing was changed");
        assertThat(place(failure)).isEqualTo(place);
        assertThat(seed.rows("SELECT count(*) FROM t")).containsExactly("0");
    }

    @Test
    void noticesOfAFailedBatchAreReportedOnce() {
        seed.execute("""
            CREATE TABLE t (a int CHECK (a < 3));
            CREATE FUNCTION speak() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE NOTICE ''%'', NEW.a; RETURN NEW; END';
            CREATE TRIGGER at_once BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION speak();
            """);

        var failure = failure("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n");

        assertThat(place(failure)).isEqualTo("rows.json:3");
        assertThat(seed.heard.heard())
                .containsExactly("rows.json NOTICE 1", "rows.json NOTICE 2", "rows.json NOTICE 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void aValueThatTheServerRefusesIsShownWithItsLine(int major) {
        seed = new SeedFiles(major);
        seed.execute("CREATE TABLE p (id int PRIMARY KEY);"
                + "CREATE TABLE t (a int UNIQUE, s text, r int REFERENCES p, v varchar(2))");

        assertThat(failure("{\"a\":1}\n{\"a\":\"x\"}\n"))
                .hasMessage("invalid input syntax for type integer: \"x\"; nothing was changed")
                .satisfies(e -> assertThat(place(e)).isEqualTo("rows.json:2"));
        assertThat(failure("{\"a\":1}\n{\"a\":2}\n{\"a\":1}\n"))
                .hasMessageContaining("duplicate key")
                .satisfies(e -> assertThat(place(e)).isEqualTo("rows.json:3"));
        assertThat(failure("{\"a\":1}\n{\"r\":2}\n{\"a\":2}\n"))
                .hasMessageContaining("foreign key")
                .satisfies(e -> assertThat(place(e)).isEqualTo("rows.json:2"));
        assertThat(failure("{\"s\":\"a\"}\n{\"s\":\"\\u0000\"}\n"))
                .hasMessageContaining("unsupported Unicode escape sequence")
                .satisfies(e -> assertThat(place(e)).isEqualTo("rows.json:2"));
        assertThat(failure("{\"v\":\"a\"}\n{\"v\":\"abc\"}\n"))
                .hasMessageContaining("value too long")
                .satisfies(e -> assertThat(place(e)).isEqualTo("rows.json:2"));
    }

    @Test
    void anUnknownKeyIsShownWithTheColumns() {
        seed.execute("CREATE TABLE t (a int, \"B\" int)");

        var failure = failure("{\"a\":1}\n{\"a\":1,\"b\":2}\n");

        assertThat(failure.kind()).isEqualTo(Kind.SQL);
        assertThat(failure).hasMessage("table \"t\" has no column \"b\"; nothing was changed");
        assertThat(failure.hint()).hasValue("its columns: a, B; capitals and spaces count");
        assertThat(place(failure)).isEqualTo("rows.json:2");
        assertThat(seed.rows("SELECT count(*) FROM t")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void generatedAndIdentityColumnsAreFilledByTheServer(int major) {
        seed = new SeedFiles(major);
        seed.execute("CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED, c int GENERATED ALWAYS AS"
                + " IDENTITY)");

        for (var key : new String[] {"b", "c"}) {
            var failure = failure("{\"a\":1}\n{\"a\":1,\"%s\":2}\n".formatted(key));

            assertThat(failure)
                    .hasMessageMatching("cannot insert (a non-DEFAULT value )?into column \"%s\"; nothing was changed"
                            .formatted(key));
            assertThat(failure.hint()).hasValue("remove the column from the file: the server generates its values");
            assertThat(place(failure)).isEqualTo("rows.json:2");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1}@[{\"a\":2}] | 2 | expected an object, found an array",
                "[{\"a\":1},@2] | 2 | expected an object, found a number",
                "\"x\" | 1 | expected an object, found a string",
                "[null] | 1 | expected an object, found null",
                "[{\"a\":1}]@x | 2 | this is not JSON: unrecognized token 'x': was expecting",
                "[{\"a\":1}]@{} | 2 | there is text after the end of the array",
                "[{\"a\":1},@{\"a\": | 2 | the file ends in the middle of a JSON value",
                "[{\"a\":1} | 1 | the file ends in the middle of a JSON value",
                "{\"a\":1}@{'a':1} | 2 | this is not JSON: unexpected character (''' (code 39))",
                "{\"a\":1]@ | 1 | this is not JSON: unexpected close marker ']': expected '}'",
                "{\"\":1} | 1 | a key is empty or contains NUL",
                "{\"a\\u0000\":1} | 1 | a key is empty or contains NUL",
                "a,b@1,2 | 1 | this is not JSON: ",
                "{\"a\":NaN} | 1 | this is not JSON: non-standard token 'NaN'",
                "{\"a\":1,} | 1 | this is not JSON: ",
                "{\"a\":01} | 1 | this is not JSON: invalid numeric value: Leading zeroes not allowed",
                "{\"a\":1} // note | 1 | this is not JSON: ",
                "# note@{\"a\":1} | 1 | this is not JSON: ",
                "{\"a\":+1} | 1 | this is not JSON: ",
                "{a:1} | 1 | this is not JSON: ",
                "{\"a\":.5} | 1 | this is not JSON: ",
            })
    void malformedInputIsRefusedWithItsLine(String text, int line, String message) {
        seed.execute("CREATE TABLE t (a int)");

        var failure = failure(text.replace('@', '\n'));

        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure)
                .hasMessageStartingWith(message)
                .hasMessageEndingWith("; nothing was changed")
                .message()
                .doesNotContain("Source", "\n", "Feature", "ALLOW_");
        assertThat(place(failure)).isEqualTo("rows.json:" + line);
        assertThat(seed.rows("SELECT count(*) FROM t")).containsExactly("0");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirLine() {
        seed.execute("CREATE TABLE t (a text)");

        var latin = failure("{\"a\":\"x\"}\n{\"a\":\"é\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        var utf16 = failure("[{\"a\":\"x\"}]".getBytes(StandardCharsets.UTF_16));
        var overlong = failure(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'});

        assertThat(latin.kind()).isEqualTo(Kind.USAGE);
        assertThat(latin).hasMessageStartingWith("this is not JSON: invalid UTF-8");
        assertThat(place(latin)).isEqualTo("rows.json:2");
        assertThat(utf16.kind()).isEqualTo(Kind.USAGE);
        assertThat(overlong).hasMessageContaining("UTF");
        assertThat(place(overlong)).isEqualTo("rows.json:1");
    }

    @Test
    void anObjectMayBeLargeButNotHuge() {
        seed.execute("CREATE TABLE t (a text)");

        seed.load(JSON, "t", "[{\"a\":\"%s\"},{\"a\":\"x\"}]".formatted("ö".repeat(3_000_000)));
        var failure = failure("{\"a\":\"%s\"}".formatted("x".repeat(33 * 1024 * 1024)));

        assertThat(seed.rows("SELECT length(a) FROM t")).containsExactly("3000000", "1");
        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure).hasMessageStartingWith("an object is larger than 32 MiB");
    }

    @Test
    void deepNestingIsLeftToTheServer() {
        seed.execute("CREATE TABLE t (a jsonb)");

        seed.load(JSON, "t", "{\"a\":%s%s}".formatted("[".repeat(2000), "]".repeat(2000)));

        assertThat(seed.rows("SELECT length(a::text) FROM t")).containsExactly("4000");
    }

    @Test
    void objectsWithAlternatingKeysAreSentTogether() {
        seed.execute("CREATE TABLE t (id serial, a int, b int)");
        var text = new StringBuilder();
        for (var i = 0; i < 3_000; i++) {
            text.append(i % 2 == 0 ? "{\"a\":%d}\n".formatted(i) : "{\"b\":%d}\n".formatted(i));
        }

        assertThat(seed.load(JSON, "t", text.toString())).isEqualTo(3_000);

        assertThat(seed.rows("SELECT count(*) FROM t WHERE id - 1 = coalesce(a, b) AND (a IS NULL) = (id % 2 = 0)"))
                .containsExactly("3000");
    }

    private OpsException failure(String text) {
        return failure(text.getBytes(StandardCharsets.UTF_8));
    }

    private OpsException failure(byte[] content) {
        return catchThrowableOfType(OpsException.class, () -> seed.load(JSON, "t", content));
    }

    private static String place(OpsException failure) {
        return failure.position().orElseThrow().toString();
    }
}
