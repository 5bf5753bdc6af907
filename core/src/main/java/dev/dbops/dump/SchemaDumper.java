package dev.dbops.dump;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.migration.HistoryTable;
import dev.dbops.postgres.Database;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the schema of a database as SQL that a script load can read: with pg_dump, whose output is then made stable.
 */
public final class SchemaDumper {
    private static final String MIGRATIONS = """

        --
        -- Applied migrations
        --

        """;

    private final Database database;
    private final ClientPrograms programs;
    private final DumpOptions options;

    public SchemaDumper(Database database, ClientPrograms programs, DumpOptions options) {
        this.database = database;
        this.programs = programs;
        this.options = options;
    }

    /**
     * The result of a dump.
     *
     * @param text the schema, ending in one line feed
     * @param program the pg_dump that wrote it
     * @param warnings the warnings of pg_dump
     */
    public record Dump(String text, ClientProgram program, List<String> warnings) {
        public Dump {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Dumps the schema as it is now.
     *
     * @throws OpsException when no pg_dump fits the server, or pg_dump fails; with its own message
     */
    public Dump dump() {
        var server = database.serverVersion();
        var program = programs.fitting(server);
        var ownTriggers = OwnTrigger.list(database);
        var special = new ArrayList<>(List.of("--schema-only", "--exclude-schema=dbops"));
        var migrations = new StringBuilder();
        for (var history : HistoryTable.in(database)) {
            var insertion = history.insertion();
            if (insertion.isEmpty()) {
                special.add("--exclude-table=" + history.qualifiedName());
            } else {
                migrations.append(MIGRATIONS).append(insertion);
            }
        }
        var output = new PgDump(database, program)
                .run(options, special)
                .run(ClientProgramRun.Input.NONE, InputStream::readAllBytes);
        var text = new DumpText(utf8(output.value()), server, ownTriggers).stable();
        return new Dump(text + migrations, program, output.warnings());
    }

    /** A database with the encoding SQL_ASCII may contain any bytes, which the server does not convert. */
    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new OpsException(
                    Kind.FAILED,
                    "the schema contains bytes that are not UTF-8, and the database's encoding does not say what they"
                            + " mean",
                    "SHOW server_encoding is SQL_ASCII: rename or comment the objects in ASCII, or convert the"
                            + " database",
                    e);
        }
    }
}
