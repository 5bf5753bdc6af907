package dev.dbops.script.lexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScannerTest {

    /** A script, and the statements that psql sends for it. */
    static Stream<Arguments> scripts() {
        return Stream.of(
                script("SELECT 1; SELECT 2;", "SELECT 1;", "SELECT 2;"),
                script("SELECT 1", "SELECT 1"),
                script(";;  ;\n-- nothing\n/* nothing */;"),
                script("SELECT ';' , ''';'; SELECT 2", "SELECT ';' , ''';';", "SELECT 2"),
                script("SELECT 'C:\\'; SELECT 2", "SELECT 'C:\\';", "SELECT 2"),
                script("SELECT E'it\\';'; SELECT 2", "SELECT E'it\\';';", "SELECT 2"),
                script("SELECT e'\\\\'; SELECT 2", "SELECT e'\\\\';", "SELECT 2"),
                script("SELECT E'a'\n  -- on\n 'b\\';'; SELECT 2", "SELECT E'a'\n  -- on\n 'b\\';';", "SELECT 2"),
                script("SELECT E'a' || 'b\\'; SELECT 2", "SELECT E'a' || 'b\\';", "SELECT 2"),
                script("SELECT note'\\'; SELECT 2", "SELECT note'\\';", "SELECT 2"),
                script("SELECT U&'\\0041;', B'1', x'1;'; SELECT 2", "SELECT U&'\\0041;', B'1', x'1;';", "SELECT 2"),
                script("SELECT \"a;\"\"b\"; SELECT 2", "SELECT \"a;\"\"b\";", "SELECT 2"),
                script("DO $$ BEGIN; END $$; SELECT 2", "DO $$ BEGIN; END $$;", "SELECT 2"),
                script("DO $a$ $$;$b$; $a$; SELECT 2", "DO $a$ $$;$b$; $a$;", "SELECT 2"),
                script("SELECT $ä$;$ä$; SELECT 2", "SELECT $ä$;$ä$;", "SELECT 2"),
                script("SELECT a$b$c; SELECT 2", "SELECT a$b$c;", "SELECT 2"),
                script("SELECT $1; SELECT 2", "SELECT $1;", "SELECT 2"),
                script("SELECT 1 -- ;\n; SELECT 2", "SELECT 1 -- ;\n;", "SELECT 2"),
                script("SELECT /* ; /* ; */ ; */ 1; SELECT 2", "SELECT /* ; /* ; */ ; */ 1;", "SELECT 2"),
                script("SELECT 1 +-- ;\n 2; SELECT 3", "SELECT 1 +-- ;\n 2;", "SELECT 3"),
                script("SELECT 4 @/* ; */ 2; SELECT 3", "SELECT 4 @/* ; */ 2;", "SELECT 3"),
                script("SELECT 8 / 2 * 1 - 1; SELECT 2", "SELECT 8 / 2 * 1 - 1;", "SELECT 2"),
                script(
                        "CREATE RULE r AS ON INSERT TO a DO ALSO (DELETE FROM b; DELETE FROM c); SELECT 2",
                        "CREATE RULE r AS ON INSERT TO a DO ALSO (DELETE FROM b; DELETE FROM c);",
                        "SELECT 2"),
                script(
                        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;"
                                + " SELECT 3",
                        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;",
                        "SELECT 3"),
                script(
                        "create or replace procedure p() begin atomic delete from a; end; SELECT 3",
                        "create or replace procedure p() begin atomic delete from a; end;",
                        "SELECT 3"),
                script("SELECT CASE WHEN a THEN 1 END; SELECT 2", "SELECT CASE WHEN a THEN 1 END;", "SELECT 2"),
                script("SELECT 1;\r\nSELECT 2;\r\n", "SELECT 1;", "SELECT 2;"),
                script("SELECT 'grüße; 😀'; SELECT 2", "SELECT 'grüße; 😀';", "SELECT 2"));
    }

    private static Arguments script(String script, String... statements) {
        return Arguments.of(script, List.of(statements));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void splitsWherePsqlSplits(String script, List<String> statements) {
        assertThat(texts(stream(script))).isEqualTo(statements);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void splitsTheSameWayWhenTheInputComesByteByByte(String script, List<String> statements) {
        assertThat(texts(new OneByteAtATime(stream(script)))).isEqualTo(statements);
    }

    @Test
    void findsWhereAStatementBegins() {
        var scanner = scanner(stream("-- first\n  SELECT 1; SELECT\n'ä' ; SELECT 3"));

        var places = new ArrayList<String>();
        for (var next = scanner.next(); next.isPresent(); next = scanner.next()) {
            places.add(((Statement) next.get()).position().toString());
        }

        assertThat(places).containsExactly("a.sql:2:3", "a.sql:2:13", "a.sql:3:7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 'a", "SELECT \"a", "SELECT $$a", "SELECT /* a", "SELECT E'a\\'", "/* a"})
    void anUnterminatedConstructIsRefusedWithItsPlace(String script) {
        var failure = catchThrowableOfType(OpsException.class, () -> texts(stream("SELECT 1;\n" + script)));

        assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE);
        assertThat(failure).hasMessageEndingWith("is not terminated");
        assertThat(failure.position().orElseThrow().line()).isEqualTo(2);
    }

    @Test
    void aByteThatIsNotUtf8IsRefusedWithItsPlace() {
        var latin = "SELECT 1;\nSELECT 'caf\u00e9';".getBytes(StandardCharsets.ISO_8859_1);

        var failure = catchThrowableOfType(OpsException.class, () -> texts(new ByteArrayInputStream(latin)));

        assertThat(failure).hasMessage("the byte 0xE9 is not UTF-8");
        assertThat(failure.position().orElseThrow()).hasToString("a.sql:2:12");
    }

    @Test
    void aReplacementCharacterInTheScriptIsAccepted() {
        assertThat(texts(stream("SELECT '\uFFFD'"))).containsExactly("SELECT '\uFFFD'");
    }

    @Test
    void aNulByteIsRefused() {
        var failure = catchThrowableOfType(OpsException.class, () -> texts(stream("SELECT '\0'")));

        assertThat(failure).hasMessage("the SQL contains a NUL byte");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t FROM stdin",
                "copy t (a, \"b\") from STDIN with (format csv)",
                "COPY BINARY t FROM STDIN",
                "COPY public.t FROM STDOUT"
            })
    void recognizesACopyWithItsDataInTheScript(String copy) {
        assertThat(first(copy).isCopyFromStdin()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t FROM 'stdin'",
                "COPY t FROM PROGRAM 'stdin'",
                "COPY (SELECT a FROM stdin) TO '/tmp/a'",
                "COPY t TO STDOUT",
                "SELECT a FROM stdin"
            })
    void recognizesACopyWithoutDataInTheScript(String copy) {
        assertThat(first(copy).isCopyFromStdin()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE a",
                "truncate a",
                "DELETE FROM a",
                "ALTER TABLE a ADD b int, DROP COLUMN c",
                "WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone",
                "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE"
            })
    void recognizesADestructiveStatement(String sql) {
        assertThat(DestructiveSql.in(first(sql))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (b int REFERENCES c ON DELETE CASCADE)",
                "ALTER TABLE a ALTER b DROP NOT NULL, ALTER c DROP DEFAULT",
                "GRANT DELETE ON a TO b",
                "INSERT INTO a VALUES ('DROP')",
                "SELECT \"drop\" FROM a",
                "CREATE TRIGGER t AFTER DELETE OR TRUNCATE ON a EXECUTE FUNCTION f()"
            })
    void recognizesAStatementThatOnlyLooksDestructive(String sql) {
        assertThat(DestructiveSql.in(first(sql))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"BEGIN", "START TRANSACTION", "COMMIT", "end", "ROLLBACK", "ABORT", "PREPARE TRANSACTION 'a'"})
    void recognizesTransactionControl(String sql) {
        assertThat(StatementKind.controlsTransaction(first(sql))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAVEPOINT a", "ROLLBACK TO SAVEPOINT a", "RELEASE a", "PREPARE a AS SELECT 1"})
    void savepointsAreNotTransactionControl(String sql) {
        assertThat(StatementKind.controlsTransaction(first(sql))).isFalse();
    }

    private static Statement first(String sql) {
        return (Statement) scanner(stream(sql)).next().orElseThrow();
    }

    private static List<String> texts(InputStream in) {
        var scanner = scanner(in);
        var texts = new ArrayList<String>();
        for (var next = scanner.next(); next.isPresent(); next = scanner.next()) {
            texts.add(((Statement) next.get()).text());
        }
        return texts;
    }

    private static SqlScanner scanner(InputStream in) {
        var script = InputFile.ofStream(InputStream.nullInputStream(), "a.sql");
        return new SqlScanner(in, script, Variables.NONE);
    }

    private static InputStream stream(String script) {
        return new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8));
    }

    /** A stream that returns one byte at a time. */
    private static final class OneByteAtATime extends FilterInputStream {
        OneByteAtATime(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(length, 1));
        }
    }
}
