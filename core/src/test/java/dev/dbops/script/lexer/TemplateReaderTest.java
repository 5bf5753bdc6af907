package dev.dbops.script.lexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateReaderTest {
    /** A text with parameters, the text that is sent, and the names of the parameters. */
    static Stream<Arguments> parameters() {
        return Stream.of(
                template("SELECT :a", "SELECT $1", "a"),
                template("SELECT :a, :b, :a", "SELECT $1, $2, $1", "a", "b"),
                template("SELECT :a::int+:b", "SELECT $1::int+$2", "a", "b"),
                template("SELECT :größe", "SELECT $1", "größe"),
                template("SELECT:a", "SELECT$1", "a"),
                template("SELECT x=:a AND y>:b", "SELECT x=$1 AND y>$2", "a", "b"),
                template("SELECT f(:a,:b)", "SELECT f($1,$2)", "a", "b"),
                template("SELECT ARRAY[:a,:b]", "SELECT ARRAY[$1,$2]", "a", "b"),
                template("SELECT ARRAY[1,:b], a1 =1 AND :c", "SELECT ARRAY[1,$1], a1 =1 AND $2", "b", "c"),
                template("SELECT x LIMIT1 :a", "SELECT x LIMIT1 $1", "a"),
                template("SELECT array [[:a, 2], [:b, 4]]", "SELECT array [[$1, 2], [$2, 4]]", "a", "b"),
                template("SELECT a[(:n)]", "SELECT a[($1)]", "n"),
                template("SELECT a[%(n)s:2]", "SELECT a[$1:2]", "n"),
                template("SELECT j ? :k, j ?| :ks, j ?& :ks", "SELECT j ? $1, j ?| $2, j ?& $2", "k", "ks"),
                template("SELECT j->:k", "SELECT j->$1", "k"),
                template("SELECT %(a)s, %(b)s::int, %(a)s", "SELECT $1, $2::int, $1", "a", "b"),
                template("SELECT %(a)s LIKE '%%x%%' -- 10 %%", "SELECT $1 LIKE '%x%' -- 10 %", "a"),
                template("SELECT 7 %% 4, 7 %%4, %(a)s", "SELECT 7 % 4, 7 %4, $1", "a"),
                template("SELECT $$%%$$, \"%%\", %(a)b", "SELECT $$%$$, \"%\", $1", "a"),
                template("SELECT 7 %%%(a)s", "SELECT 7 %$1", "a"),
                template("SELECT :a, %(a)s, ':b' LIKE '%%'", "SELECT $1, $1, ':b' LIKE '%'", "a"),
                template("SELECT :a LIKE '%%', 7 %% 4", "SELECT $1 LIKE '%%', 7 %% 4", "a"));
    }

    /** Text that looks like a parameter and is not one. */
    static Stream<String> withoutParameters() {
        return Stream.of(
                "SELECT a::text, b :: int, (c)::numeric(1,2)[]",
                "SELECT a[1:2], a[:2], a[:n], a[m:n], a[1:b], f(x)[:n], (a)[:n], a[1][:n], a[b[1]:n]",
                "SELECT ARRAY[a[:n], b[m:n]]",
                "PREPARE p AS SELECT $1[:n]",
                "SELECT ':a', E'\\':a', 'it''s :a', U&':a', B':a'",
                "SELECT E'a'\n '\\':a'",
                "SELECT $$:a$$, $b$ :a $$ %(a)s $b$",
                "SELECT \":a\", \"x\"\":a\"",
                "SELECT 1 -- :a %(a)s",
                "SELECT /* :a /* %(a)s */ :b */ 1",
                "SELECT f(x := 1), f(x :=1), f(x:=y)",
                "SELECT JSON_OBJECT('k':v, 'l' :w, \"m\":x)",
                "SELECT 10 % 3, '%(a)s', 7 %(a)sum, 7 %(a + b)s, a %(b)",
                "SELECT '{\"a\": 1}'::jsonb ? 'a', x @? '$.a', x ?| y",
                "CREATE FUNCTION f(int) RETURNS int BEGIN ATOMIC SELECT $1; SELECT 2; END");
    }

    private static Arguments template(String text, String sql, String... names) {
        return Arguments.of(text, sql, List.of(names));
    }

    private static InputFile source(String text) {
        return InputFile.ofStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "query.sql");
    }

    private static List<Template> read(String text) {
        return TemplateReader.read(source(text));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void aNameBecomesANumber(String text, String sql, List<String> names) {
        var template = read(text).getFirst();

        assertThat(template.statement().text()).isEqualTo(sql);
        assertThat(template.parameters()).extracting(QueryParameter::name).isEqualTo(names);
    }

    @ParameterizedTest
    @MethodSource("withoutParameters")
    void otherColonsAndPercentSignsAreUnchanged(String text) {
        var templates = read(text);

        assertThat(templates).hasSize(1);
        assertThat(templates.getFirst().statement().text()).isEqualTo(text);
        assertThat(templates.getFirst().parameters()).isEmpty();
    }

    @Test
    void eachStatementNumbersItsOwnParameters() {
        var templates = read("; -- nothing\nSELECT :a;;\nSELECT :b, :a /* end */ ;\n-- the end");

        assertThat(templates)
                .extracting(template -> template.statement().text())
                .containsExactly("SELECT $1", "SELECT $1, $2 /* end */ ");
        assertThat(templates.getLast().parameters())
                .extracting(QueryParameter::name)
                .containsExactly("b", "a");
    }

    @Test
    void aParameterBeforeIsNullHasItsOwnNumber() {
        var template = read("SELECT :a is\nnot Null OR b = :a OR :a IS NULL OR :a IS NULLS OR :c IS")
                .getFirst();

        assertThat(template.statement().text())
                .isEqualTo("SELECT $1 is\nnot Null OR b = $2 OR $1 IS NULL OR $2 IS NULLS OR $3 IS");
        assertThat(template.parameters())
                .containsExactly(
                        new QueryParameter("a", true), new QueryParameter("a", false), new QueryParameter("c", false));
    }

    @Test
    void aPlaceRefersToTheUsersText() {
        var text = "SELECT :long_name,\n '%%', %(größe)s, 7 %% x,\n  '%%\n%%', y";
        var template = read("\n" + text).getFirst();

        for (var word : List.of("7", "x", "y", "SELECT")) {
            var inSql = template.statement().text().indexOf(word);
            var before = text.substring(0, text.indexOf(word));
            var place =
                    template.statement().position(template.statement().text().codePointCount(0, inSql));

            assertThat(place.line()).as(word).isEqualTo(2 + (int) before.lines().count() - (before.isEmpty() ? 0 : 1));
            assertThat(place.column()).as(word).isEqualTo(before.length() - before.lastIndexOf('\n'));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'SELECT 1; \\d users' | the SQL contains a psql command | 11",
                "'SELECT $1, :a' | a parameter without a name | 8",
                "'SELECT ''a' | a string is not terminated | 8"
            })
    void unsupportedSyntaxIsRefusedWithItsPlace(String text, String message, int column) {
        var failure = catchThrowableOfType(OpsException.class, () -> read(text));

        assertThat(failure).hasMessage(message);
        assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE);
        assertThat(failure.position().orElseThrow().column()).isEqualTo(column);
    }
}
