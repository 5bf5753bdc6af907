package dev.dbops.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.InputFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties of a statement that its text shows. */
class QueryStatementTest {
    private static QueryStatement read(String text) {
        var source = InputFile.ofStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "query.sql");
        return QueryStatement.read(source).getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 | true",
                "VALUES (1) | true",
                "TABLE a | true",
                "((SELECT 1) UNION SELECT 2) | true",
                "WITH a AS (SELECT 1) SELECT * FROM a | true",
                "WITH a AS (DELETE FROM b RETURNING *) SELECT * FROM a | false",
                "(WITH a AS (DELETE FROM b RETURNING *) SELECT * FROM a) | false",
                "WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a RETURNING * | false",
                "INSERT INTO a VALUES (1) RETURNING * | false",
                "SHOW server_version | false",
                "EXPLAIN SELECT 1 | false"
            })
    void onlyAReadingStatementCanBeASubselect(String text, boolean can) {
        assertThat(read(text).canBeSubselect()).isEqualTo(can);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP TABLE a | true",
                "TRUNCATE a | true",
                "DELETE FROM a | true",
                "UPDATE a SET b = 1 | true",
                "ALTER TABLE a DROP b | true",
                "WITH a AS (UPDATE b SET c = 1 RETURNING *) SELECT * FROM a | true",
                "WITH a AS (SELECT 1) SELECT * FROM a FOR NO KEY UPDATE | false",
                "MERGE INTO a USING b ON true WHEN MATCHED THEN UPDATE SET c = 1 | true",
                "INSERT INTO a VALUES (1) | false",
                "SELECT * FROM a FOR UPDATE | false"
            })
    void aDestructiveStatementIsRecognized(String text, boolean destroys) {
        assertThat(read(text).isDestructive()).isEqualTo(destroys);
    }
}
