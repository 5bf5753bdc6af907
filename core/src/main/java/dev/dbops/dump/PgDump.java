package dev.dbops.dump;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.target.LibpqEnvironment;
import java.util.ArrayList;
import java.util.List;

/**
 * The pg_dump for a database. It gets the target in its environment: every user can see a program's arguments.
 *
 * @param database the database that is dumped
 * @param program the pg_dump for its server
 */
record PgDump(Database database, ClientProgram program) {
    /** The arguments of all dumps. */
    private static final List<String> ALWAYS = List.of(
            // it contains the address of another server, often with a password
            "--no-subscriptions", "--encoding=UTF8", "--no-password");

    /**
     * A run of it.
     *
     * @param options whether owners and grants are included
     * @param special the arguments of this dump
     * @throws OpsException of kind FAILED for a setting that an older libpq would ignore: it would connect in another
     *     way than requested
     */
    ClientProgramRun run(DumpOptions options, List<String> special) {
        var libpq = new LibpqEnvironment(database.target().loggedIn());
        requireKnown(libpq);
        var arguments = new ArrayList<>(special);
        arguments.addAll(ALWAYS);
        if (!options.owners()) {
            arguments.add("--no-owner");
        }
        if (!options.privileges()) {
            arguments.add("--no-privileges");
        }
        arguments.add("--dbname=" + libpq.connectionStringWithLimits());
        return new ClientProgramRun(program, arguments, libpq.over(System.getenv()));
    }

    private void requireKnown(LibpqEnvironment libpq) {
        for (var requirement : libpq.requirements()) {
            if (requirement.version() > program.major()) {
                throw new OpsException(
                        Kind.FAILED,
                        "pg_dump %s does not support %s".formatted(program.version(), requirement.setting()),
                        "name a newer one with --pg-dump FILE: version %d supports it"
                                .formatted(requirement.version()));
            }
        }
    }
}
