package dev.dbops.migration.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dbops.OpsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonMigrationTest {
    private static final String GENERATED = """
        from lib.db import db

        class AddBioColumnMigration:
          def migrate_sql():
            data = \"""
            ALTER TABLE public.users ADD COLUMN bio text;
            \"""
            return data

          def rollback_sql():
            data = \"""
            ALTER TABLE public.users DROP COLUMN bio;
            \"""
            return data

          def migrate():
            db.query_commit(AddBioColumnMigration.migrate_sql(), {
            })

        migration = AddBioColumnMigration
        """;

    @Test
    void theConstantsOfBothFunctionsAreTheStatements() {
        var expected = new PythonMigration(
                "ALTER TABLE public.users ADD COLUMN bio text;", "ALTER TABLE public.users DROP COLUMN bio;");

        assertThat(PythonMigration.parse("1_a.py", GENERATED)).isEqualTo(expected);
        assertThat(PythonMigration.parse("1_a.py", GENERATED.replace("\n", "\r\n")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def migrate_sql():\n  return 'SELECT 1;'",
                "def migrate_sql(self) -> str:\n    return (\n      'SELECT '  # the rest\n      \"1;\")\n",
                "@staticmethod\ndef migrate_sql():\n\t\"\"\"What it does.\"\"\"\n\tsql = 'SELECT' ' 1;'\n\treturn sql",
                "def migrate_sql(): return u'''SELECT 1;'''; \n",
                "def migrate_sql():\n  a = 'SELECT 2;'\n  b = 'SELECT 1;' # b\n  return b\n",
                "def migrate_sql():\n  return 'SELECT \\\n1;'\n"
            })
    void theValueIsFoundHoweverItIsWritten(String source) {
        assertThat(PythonMigration.parse("1_a.py", source)).isEqualTo(new PythonMigration("SELECT 1;", ""));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "'it\\'s', it's",
                "'a\\\\b', a\\b",
                "r'a\\b\\'c', a\\b\\'c",
                "'\\x41\\u00e4\\U0001F600\\101\\7.', Aä😀A\u0007.",
                "'\\d', \\d",
                "\"a\\tb\", a\tb"
            })
    void escapesMeanWhatTheyMeanInPython(String literal, String value) {
        var source = "def migrate_sql():\n  return " + literal + "\n";

        assertThat(PythonMigration.parse("1_a.py", source).up()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f'ALTER TABLE {name}'",
                "b'SELECT 1'",
                "'SELECT ' + name",
                "'SELECT %s' % 1",
                "'SELECT {}'.format(1)",
                "open('a.sql').read()",
                "name",
                "('SELECT 1', 2)",
                "'SELECT 1",
                "'\\x4'",
                "'\\U00110000'",
                "'\\N{DASH}'",
                ""
            })
    void whatWouldHaveToBeExecutedIsRefusedWithItsPlace(String value) {
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> PythonMigration.parse("1_a.py", "def migrate_sql():\n  return " + value + "\n"))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE))
                .satisfies(failure ->
                        assertThat(failure.position().orElseThrow().file()).isEqualTo("1_a.py"))
                .satisfies(failure ->
                        assertThat(failure.position().orElseThrow().line()).isBetween(2, 4));
    }

    @Test
    void aFileWithoutTheFunctionIsNotAMigration() {
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> PythonMigration.parse("1_a.py", "print('hello')\n"))
                .withMessageContaining("no function migrate_sql");
    }
}
