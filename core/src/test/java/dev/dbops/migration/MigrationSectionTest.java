package dev.dbops.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dbops.OpsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationSectionTest {
    @Test
    void aFileWithoutMarksIsRunAsItIs() {
        var text = "CREATE TABLE a (id int);\r\n-- a comment\n";

        assertThat(MigrationSection.up("a.sql", text)).isEqualTo(new MigrationSection(text, true));
    }

    @Test
    void ofAFileOfDbmateTheMigrationSectionIsLeftOnItsLines() {
        var up = MigrationSection.up("a.sql", """
            -- from a template
            -- migrate:up
            CREATE TABLE a (id int);

            -- migrate:down
            DROP TABLE a;
            """);

        assertThat(up).isEqualTo(new MigrationSection("\n\nCREATE TABLE a (id int);\n\n\n\n", true));
    }

    @ParameterizedTest
    @CsvSource({
        "-- migrate:up transaction:false, false",
        "--migrate:up transaction:false, false",
        "-- migrate:up transaction:true, true",
        "-- migrate:up, true"
    })
    void theOptionSaysWhetherThereIsATransaction(String mark, boolean inTransaction) {
        assertThat(MigrationSection.up("a.sql", mark + "\nVACUUM;\n").inTransaction())
                .isEqualTo(inTransaction);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- migrate:down\nDROP TABLE a;\n",
                "CREATE TABLE a (id int);\n-- migrate:up\n",
                "\n-- migrate:up now\n",
                "CREATE TABLE a (id int);\n-- +goose Up\n",
                "-- +goose Down\nDROP TABLE a;\n-- +goose Up\n",
                "-- +goose NO TRANSACTION\nCREATE TABLE a (id int);\n",
                "-- +goose ENVSUB ON\n-- +goose Up\nCREATE TABLE ${NAME} (id int);\n",
                "-- +migrate Down\nDROP TABLE a;\n",
                "-- +migrate Sideways\nDROP TABLE a;\n",
                "CREATE TABLE a (id int);\n-- Down\nDROP TABLE a;\n",
                "CREATE TABLE a (id int);\n-- Up\nCREATE TABLE b (id int);\n-- Down\nDROP TABLE a;\n"
            })
    void marksThatCannotBeMeantAreRefusedWithTheirPlace(String text) {
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> MigrationSection.up("a.sql", text))
                .satisfies(failure -> assertThat(failure.position()).isPresent())
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE));
    }

    /** Each tool's marks: goose, sql-migrate, node-pg-migrate, MyBatis, tern, Play, rambler, shmig, and by hand. */
    @ParameterizedTest
    @CsvSource({
        "-- +goose Up, -- +goose Down",
        "--+goose up, --+goose down",
        "-- +migrate Up, -- +migrate Down",
        "-- Up Migration, -- Down Migration",
        "'', -- Down Migration",
        "--up migration, '---- down migration, which is not needed'",
        "'', -- //@UNDO",
        "'', ---- create above / drop below ----",
        "-- !Ups, -- !Downs",
        "-- rambler up, -- rambler down",
        "-- ==== UP ====, -- ==== DOWN ====",
        "-- up, -- down",
        "\uFEFF-- +goose Up, '  -- +goose Down'"
    })
    void theDownSectionOfEachToolIsLeftOut(String up, String down) {
        var text = "%s\nCREATE TABLE a (id int);\n%s\nDROP TABLE a;\n".formatted(up, down);

        assertThat(MigrationSection.up("a.sql", text))
                .isEqualTo(new MigrationSection("\nCREATE TABLE a (id int);\n\n\n", true));
    }

    @Test
    void theDownSectionIsLeftOnItsLines() {
        var down = MigrationSection.down("a.sql", """
            -- +goose Up
            CREATE TABLE a (id int);
            -- +goose Down
            -- +goose StatementBegin
            DROP TABLE a
            -- +goose StatementEnd
            """);

        assertThat(down).contains(new MigrationSection("\n\n\n\nDROP TABLE a\n;\n", true));
    }

    @ParameterizedTest
    @CsvSource({
        "-- migrate:up, -- migrate:down transaction:false, true, false",
        "-- migrate:up transaction:false, -- migrate:down, false, true",
        "-- +goose NO TRANSACTION, -- +goose Down, false, false",
        "-- +migrate Up, -- +migrate Down notransaction, true, false"
    })
    void eachSectionSaysWhetherItHasATransaction(String first, String down, boolean inUp, boolean inDown) {
        var up = first.contains("NO TRANSACTION") ? first + "\n-- +goose Up" : first;
        var text = "%s\nSELECT 1;\n%s\nSELECT 2;\n".formatted(up, down);

        assertThat(MigrationSection.up("a.sql", text).inTransaction()).isEqualTo(inUp);
        assertThat(MigrationSection.down("a.sql", text).orElseThrow().inTransaction())
                .isEqualTo(inDown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CREATE TABLE a (id int);\n", "-- migrate:up\nCREATE TABLE a (id int);\n", "-- up\nSELECT 1;\n"})
    void withoutADownSectionThereIsNone(String text) {
        assertThat(MigrationSection.down("a.sql", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;\n",
                "-- +goose Up\n-- +goose NO TRANSACTION\nVACUUM;\n",
                "-- +migrate Up notransaction\nVACUUM;\n-- +migrate Down notransaction\n"
            })
    void theMarksOfEachToolSayThatThereIsNoTransaction(String text) {
        assertThat(MigrationSection.up("a.sql", text).inTransaction()).isFalse();
    }

    @Test
    void aStatementBetweenMarksNeedsNoSemicolon() {
        var up = MigrationSection.up("a.sql", """
            -- +goose Up
            -- +goose StatementBegin
            CREATE TABLE a (id int)
            -- +goose StatementEnd
            CREATE TABLE b (id int);
            -- +goose Down
            DROP TABLE b;
            """);

        assertThat(up.text()).isEqualTo("\n\nCREATE TABLE a (id int)\n;\nCREATE TABLE b (id int);\n\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- up\nCREATE TABLE a (id int);\n",
                "CREATE TABLE a (id int);\n-- down the road\n",
                "DO $$\n  -- down\n$$;\n",
                "CREATE TABLE a (id int);\n-- shut down\nSELECT 1;\n"
            })
    void ordinaryCommentsDoNotCountAsMarks(String text) {
        assertThat(MigrationSection.up("a.sql", text)).isEqualTo(new MigrationSection(text, true));
    }
}
