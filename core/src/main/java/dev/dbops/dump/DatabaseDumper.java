package dev.dbops.dump;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import java.io.OutputStream;
import java.util.List;

/** Writes a database with all its rows, by pg_dump: one snapshot, which writers do not wait for. */
public final class DatabaseDumper {
    private final PgDump pgDump;

    /**
     * @param database the database that is dumped
     * @throws OpsException of kind FAILED when none of the programs fits its server
     */
    public DatabaseDumper(Database database, ClientPrograms programs) {
        this.pgDump = new PgDump(database, programs.fitting(database.serverVersion()));
    }

    /** The pg_dump that is used. */
    public ClientProgram program() {
        return pgDump.program();
    }

    /**
     * Dumps the database as it is now.
     *
     * @param options of the plain format; the custom format always contains owners and grants, and restore decides
     * @param out receives the dump as it comes; it is not closed
     * @return the warnings of pg_dump
     * @throws OpsException when pg_dump fails; then what was written is not a dump
     */
    public List<String> dump(DumpFormat format, DumpOptions options, OutputStream out) {
        var included = format == DumpFormat.CUSTOM ? new DumpOptions(true, true) : options;
        return pgDump.run(included, List.of("--format=" + format.argument()))
                .run(ClientProgramRun.Input.NONE, stream -> stream.transferTo(out))
                .warnings();
    }
}
