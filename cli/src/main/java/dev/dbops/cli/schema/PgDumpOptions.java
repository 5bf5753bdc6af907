package dev.dbops.cli.schema;

import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.dump.ClientPrograms;
import dev.dbops.dump.DumpOptions;
import java.nio.file.Path;

/** The options of the commands that run pg_dump. */
final class PgDumpOptions {
    private static final Path UNNAMED = Path.of("");

    private boolean owners;
    private boolean privileges;
    private Path program = UNNAMED;

    /**
     * Adds the options.
     *
     * @param note follows the descriptions of owners and privileges
     * @param programDefault the default of --pg-dump
     */
    void describe(CommandSpecBuilder model, String note, String programDefault) {
        model.flag("--owners", "Include the owners of objects." + note, value -> owners = value)
                .flag("--privileges", "Include granted privileges." + note, value -> privileges = value)
                .option(
                        "--pg-dump",
                        "FILE",
                        "pg_dump program. Default: " + programDefault,
                        Path.class,
                        value -> program = value);
    }

    DumpOptions contents() {
        return new DumpOptions(owners, privileges);
    }

    /** The named pg_dump, or those to choose from. */
    ClientPrograms programs(Context context) {
        return program.equals(UNNAMED)
                ? ClientPrograms.installed(
                        "pg_dump", context.variable("PATH"), context.distributed("postgresql/client/bin"))
                : ClientPrograms.of(context.file(program));
    }
}
