package dev.dbops.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dbops.OpsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpSectionTest {
    @Test
    void aFileWithoutMarksIsRunAsItIs() {
        var text = "CREATE TABLE a (id int);\r\n-- a comment\n";

        assertThat(UpSection.of("a.sql", text)).isEqualTo(new UpSection(text, true));
    }

    @Test
    void ofAFileOfDbmateTheUpSectionIsLeftOnItsLines() {
        var up = UpSection.of("a.sql", """
            -- from a template
            -- migrate:up
            CREATE TABLE a (id int);

            -- migrate:down
            DROP TABLE a;
            """);

        assertThat(up).isEqualTo(new UpSection("\n\nCREATE TABLE a (id int);\n\n\n\n", true));
    }

    @ParameterizedTest
    @CsvSource({
        "-- migrate:up transaction:false, false",
        "--migrate:up transaction:false, false",
        "-- migrate:up transaction:true, true",
        "-- migrate:up, true"
    })
    void theOptionSaysWhetherThereIsATransaction(String mark, boolean inTransaction) {
        assertThat(UpSection.of("a.sql", mark + "\nVACUUM;\n").inTransaction()).isEqualTo(inTransaction);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- migrate:down\nDROP TABLE a;\n",
                "CREATE TABLE a (id int);\n-- migrate:up\n",
                "\n-- migrate:up now\n"
            })
    void marksThatCannotBeMeantAreRefusedWithTheirPlace(String text) {
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> UpSection.of("a.sql", text))
                .satisfies(failure -> assertThat(failure.position()).isPresent())
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE));
    }
}
