package dev.dbops.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.script.ScriptOptions.Mode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoding of a script is what the server says that it is, at each statement. */
class ScriptEncodingTest {
    private static final Charset LATIN1 = StandardCharsets.ISO_8859_1;

    private final ScriptDatabase database = new ScriptDatabase();

    @TempDir
    private Path directory;

    @BeforeEach
    void createTable() {
        database.execute("CREATE TABLE seen (value text)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET client_encoding = 'LATIN1';",
                "set SESSION Client_Encoding to latin1;",
                "SET LOCAL client_encoding = 'iso-8859-1';",
                "SET \"client_encoding\" = \"Latin1\";",
                "SET /* it's */ client_encoding -- to UTF8\n TO /* 'UTF8' */ 'LATIN' -- '\n '1';",
                "SET NAMES 'LATIN1';",
                "SET LOCAL NAMES 'LATIN1';",
                "SET U&\"client\\005fencoding\" = E'\\x4cATIN1';",
                "SELECT set_config('client_encoding', 'LATIN1', true);",
                "SELECT set_config('client_' || 'encoding', 'latin' || 1, false);",
                "UPDATE pg_settings SET setting = 'LATIN1' WHERE name = 'client_encoding';",
                "DO $$BEGIN SET client_encoding = LATIN1; END$$;",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT set_config('client_encoding', 'LATIN1',"
                        + " false); SELECT 1 $$; SELECT f();",
                "PREPARE p AS SELECT set_config('client_encoding', 'LATIN1', false); EXECUTE p;",
                "SELECT 1 \\; SET client_encoding = 'LATIN1' \\; SELECT 2;",
                "SELECT 'SET client_encoding = latin1' \\gexec",
                "\\encoding latin1",
                "\\encoding LATIN1\nSAVEPOINT a; SET client_encoding = 'UTF8'; ROLLBACK TO a;",
                "SET client_encoding = 'LATIN1'; SAVEPOINT a; SET client_encoding = 'WIN1251'; ROLLBACK TO SAVEPOINT"
                        + " a;",
                "SET client_encoding = 'LATIN1'; SELECT upper('\u00e9');",
            })
    void eachWayToChangeTheEncodingIsFollowed(String change) {
        run(
                Mode.TRANSACTION,
                LATIN1,
                change + "\nINSERT INTO seen VALUES ('\u00e9\u00bb');\nCOPY seen FROM stdin;\n\u00fc\n\\.\n");

        assertThat(database.rows("SELECT value FROM seen")).containsExactly("é»", "ü");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESET client_encoding;",
                "RESET ALL;",
                "SET client_encoding TO DEFAULT;",
                "SET NAMES DEFAULT;",
                "SET client_encoding = 'UTF8' /* \u00e9 */;",
                "SET NAMES 'unicode';",
                "RESET ALL /* \u00e9 */;",
                "SELECT set_config('client_encoding', NULL, false);",
                "DO $$BEGIN RESET ALL; END$$;",
                "\\encoding UTF8"
            })
    void eachWayBackToUtf8IsFollowed(String change) {
        for (var mode : new Mode[] {Mode.TRANSACTION, Mode.STATEMENTS}) {
            runBytes(
                    mode,
                    "SET client_encoding = 'LATIN1';\nINSERT INTO seen VALUES ('\u00e9');\n".getBytes(LATIN1),
                    (change + "\n").getBytes(LATIN1),
                    "INSERT INTO seen VALUES ('é');\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(database.rows("SELECT value FROM seen")).containsExactly("é", "é", "é", "é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DISCARD ALL;",
                "BEGIN; SET LOCAL client_encoding = WIN1251; INSERT INTO seen VALUES ('');"
                        + " COMMIT; RESET client_encoding;",
                "BEGIN; RESET client_encoding; COMMIT;",
                "RESET client_encoding; BEGIN; SET LOCAL client_encoding = LATIN1; COMMIT /* \u00e9 */;"
            })
    void theEndOfATransactionIsFollowedToUtf8(String change) {
        runBytes(
                Mode.STATEMENTS,
                ("SET client_encoding = 'LATIN1';\n" + change + "\n").getBytes(LATIN1),
                "TRUNCATE seen; INSERT INTO seen VALUES ('é');\n".getBytes(StandardCharsets.UTF_8));

        assertThat(database.rows("SELECT value FROM seen")).containsExactly("é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; SET client_encoding = LATIN1; COMMIT;",
                "BEGIN; SET client_encoding = WIN1251; SET LOCAL client_encoding = UTF8; COMMIT;"
                        + " SET client_encoding = LATIN1;",
                "SET client_encoding = LATIN1; BEGIN; SET client_encoding = UTF8; ROLLBACK;",
                "SET client_encoding = LATIN1; BEGIN; SET LOCAL client_encoding = WIN1251; COMMIT AND CHAIN; END;",
                "SET client_encoding = LATIN1; BEGIN; INSERT INTO seen VALUES ('\u00e9'); SAVEPOINT a; RESET ALL;"
                        + " ROLLBACK TO a; COMMIT;",
                "SET client_encoding = LATIN1; BEGIN; RESET ALL; SELECT nothing; ROLLBACK;",
                "SET client_encoding = LATIN1; BEGIN; SAVEPOINT a; SET NAMES UTF8; SELECT 1/0; ROLLBACK TO a; COMMIT;",
                "SET client_encoding = LATIN1; SET client_encoding = nonsense;"
            })
    void theEndOfATransactionIsFollowedToLatin1(String change) {
        run(Mode.CONTINUE, LATIN1, change + "\nTRUNCATE seen; INSERT INTO seen VALUES ('\u00e9');\n");

        assertThat(database.rows("SELECT value FROM seen")).containsExactly("é");
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                        "LATIN1",
                        "LATIN2",
                        "LATIN3",
                        "LATIN4",
                        "LATIN5",
                        "LATIN6",
                        "LATIN7",
                        "LATIN8",
                        "LATIN9",
                        "LATIN10",
                        "ISO_8859_5",
                        "ISO_8859_6",
                        "ISO_8859_7",
                        "ISO_8859_8",
                        "KOI8R",
                        "KOI8U",
                        "WIN866",
                        "WIN874",
                        "WIN1250",
                        "WIN1251",
                        "WIN1252",
                        "WIN1253",
                        "WIN1254",
                        "WIN1255",
                        "WIN1256",
                        "WIN1257",
                        "WIN1258")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void eachSingleByteEncodingIsReadAsTheServerReadsIt(String encoding) {
        // The server converts the data of the COPY, and the statements say which characters it found.
        database.execute("""
            DO $$
            BEGIN
                FOR code IN 160..255 LOOP
                    BEGIN
                        INSERT INTO seen VALUES (convert_from(set_byte('\\x00', 0, code), '%s'));
                    EXCEPTION WHEN OTHERS THEN NULL;
                    END;
                END LOOP;
            END$$\
            """.formatted(encoding));
        var characters = String.join("", database.rows("SELECT string_agg(value, '') FROM seen"));
        var bytes = database.rows("SELECT encode(convert_to('" + characters + "', '" + encoding + "'), 'hex')");
        var text = java.util.HexFormat.of().parseHex(bytes.getFirst());

        runBytes(
                Mode.TRANSACTION,
                ("TRUNCATE seen;\nSET client_encoding = '" + encoding + "';\nINSERT INTO seen VALUES ('")
                        .getBytes(LATIN1),
                text,
                "');\nCOPY seen FROM stdin;\n".getBytes(LATIN1),
                text,
                "\n\\.\n".getBytes(LATIN1));

        assertThat(characters.length()).isGreaterThan(30);
        assertThat(database.rows("SELECT value FROM seen")).containsExactly(characters, characters);
    }

    @Test
    void anIncludedFileLeavesItsEncodingToTheRest() throws IOException {
        Files.writeString(directory.resolve("latin1.sql"), "SET client_encoding = 'LATIN1';\n");
        Files.write(directory.resolve("rows.txt"), "ü\n".getBytes(LATIN1));

        run(
                Mode.TRANSACTION,
                LATIN1,
                "\\i latin1.sql\nINSERT INTO seen VALUES ('\u00e9');\n\\copy seen from rows.txt\n");

        assertThat(database.rows("SELECT value FROM seen")).containsExactly("é", "ü");
    }

    @Test
    void theEncodingOfTheDataOfACopyIsItsOwn() {
        run(
                Mode.TRANSACTION,
                LATIN1,
                "SET client_encoding = 'WIN1251';\nCOPY seen FROM stdin (ENCODING 'LATIN1');\n\u00e9\n\\.\n");

        assertThat(database.rows("SELECT value FROM seen")).containsExactly("é");
    }

    @Test
    void aDatabaseOfBytesGetsTheBytesOrRefuses() {
        var bytes = ScriptDatabase.ofBytes();
        bytes.execute("CREATE TABLE seen (value text)");
        var data = "SET client_encoding = 'LATIN1';\nCOPY seen FROM stdin;\n\u00e9\n\\.\n";

        bytes.runFrom(1, Mode.TRANSACTION, data.getBytes(LATIN1), directory);
        bytes.runFrom(
                1,
                Mode.TRANSACTION,
                "SET client_encoding = 'SQL_ASCII';\nINSERT INTO seen VALUES ('é');\n".getBytes(StandardCharsets.UTF_8),
                directory);
        var failure = catchThrowableOfType(
                OpsException.class,
                () -> bytes.runFrom(
                        1,
                        Mode.TRANSACTION,
                        "SET client_encoding = 'LATIN1';\nINSERT INTO seen VALUES ('\u00e9');\n".getBytes(LATIN1),
                        directory));

        assertThat(bytes.rows("SELECT encode(value::bytea, 'hex') FROM seen")).containsExactly("e9", "c3a9");
        assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE);
        assertThat(failure).hasMessageStartingWith("the database stores bytes as they are (SQL_ASCII)");
        assertThat(failure.position().orElseThrow()).hasToString("schema.sql:2:1");
    }

    @Test
    void theSessionIsUtf8AfterTheScript() {
        try (var connection = database.connect()) {
            database.run(connection, Mode.TRANSACTION, "SET client_encoding = 'LATIN1';\n", new RecordingListener());

            assertThat(connection.query(
                            "SELECT pg_client_encoding(), 'é' = U&'\\00e9'",
                            row -> row.getString(1) + row.getString(2)))
                    .containsExactly("UTF8t");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SJIS", "EUC_JP"})
    void anEncodingOfSeveralBytesIsRefused(String encoding) {
        var failure = catchThrowableOfType(
                OpsException.class,
                () -> run(Mode.TRANSACTION, LATIN1, "SELECT 1;\nSET client_encoding = '" + encoding + "';\n"));

        assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE);
        assertThat(failure).hasMessageStartingWith("the encoding " + encoding + " is not supported");
    }

    @Test
    void theErrorOfAnUnknownEncodingIsTheServers() {
        var failure = catchThrowableOfType(
                OpsException.class, () -> run(Mode.TRANSACTION, LATIN1, "SET client_encoding = 'nonsense';\n"));

        assertThat(failure).hasMessageContaining("invalid value for parameter \"client_encoding\": \"nonsense\"");
    }

    @Test
    void stringsFollowTheDefaultsOfTheDatabaseAndRollbacks() {
        database.execute("""
            DO $$
            BEGIN
                EXECUTE format('ALTER DATABASE %I SET standard_conforming_strings = off', current_database());
                EXECUTE format('ALTER DATABASE %I SET escape_string_warning = off', current_database());
            END$$\
            """);

        run(Mode.STATEMENTS, LATIN1, """
            INSERT INTO seen VALUES ('it\\'s');
            BEGIN; SET standard_conforming_strings = on; INSERT INTO seen VALUES ('a\\'); ROLLBACK;
            INSERT INTO seen VALUES ('it\\'s');
            BEGIN; SET LOCAL standard_conforming_strings = on; INSERT INTO seen VALUES ('C:\\'); COMMIT;
            INSERT INTO seen VALUES ('it\\'s');
            SET standard_conforming_strings = on; RESET ALL; INSERT INTO seen VALUES ('it\\'s');
            """);

        assertThat(database.rows("SELECT value FROM seen")).containsExactly("it's", "it's", "C:\\", "it's", "it's");
    }

    private void run(Mode mode, Charset charset, String script) {
        runBytes(mode, script.getBytes(charset));
    }

    private void runBytes(Mode mode, byte[]... parts) {
        var length = 0;
        for (var part : parts) {
            length += part.length;
        }
        var script = java.nio.ByteBuffer.allocate(length);
        for (var part : parts) {
            script.put(part);
        }
        database.runFrom(1, mode, script.array(), directory);
    }
}
