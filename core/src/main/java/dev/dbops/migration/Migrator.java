package dev.dbops.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.script.ScriptResult;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Applies a list of migrations to a database. Flyway keeps the history (its table
 * flyway_schema_history, in the schema that is first in the search path), order, checksums and validation; the script
 * engine runs the files, on the same connection.
 */
public final class Migrator {
    private final List<MigrationFile> files;
    private final FluentConfiguration configuration;
    private final Database database;
    private final MigrationSession session;

    /**
     * @param database a connection that nothing else uses meanwhile
     * @param files the migrations, in any order
     * @param options which migrations to apply, and how
     * @param scripts runs them
     */
    public Migrator(Database database, List<MigrationFile> files, MigrationOptions options, MigrationRunner scripts) {
        this.files = List.copyOf(files);
        session = new MigrationSession(database, scripts, options.lockTimeout());
        session.schema().ifPresent(schema -> OwnSchema.requireTable(database, schema, HistoryTable.NAME));
        this.database = database;
        MigrationResolver resolver = _ -> resolved(files, session::run);
        configuration = new FluentConfiguration(Migrator.class.getClassLoader())
                .dataSource(new OneConnection(database.connection()))
                .loggers("slf4j") // and that is silent
                .skipDefaultResolvers(true)
                .skipDefaultCallbacks(true)
                .resourceProvider(new NoResources())
                .javaMigrationClassProvider(List::of)
                .resolvers(resolver)
                .createSchemas(false)
                .outOfOrder(options.outOfOrder())
                .lockRetryCount((int) options.lockTimeout().toSeconds());
        options.to().map(version -> known(version)).ifPresent(configuration::target);
        session.schema().ifPresent(configuration::defaultSchema);
        // The history and the scripts use one connection, so the lock must be a session lock.
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }

    private static Collection<ResolvedMigration> resolved(
            List<MigrationFile> files, Function<MigrationFile, ScriptResult> scripts) {
        return files.stream()
                .<ResolvedMigration>map(file -> new FileMigration(file, scripts))
                .toList();
    }

    /** The version of a file, which the user may have written in another form. */
    private MigrationVersion known(String text) {
        for (var file : files) {
            if (file.version().isPresent()
                    && MigrationVersion.fromVersion(file.version().get()).equals(version(text))) {
                return version(text);
            }
        }
        throw new OpsException(
                Kind.USAGE, "there is no migration of version " + text, "db-ops migrate-status lists them");
    }

    /**
     * Reads a version.
     *
     * @throws OpsException of kind USAGE when it is not one
     */
    static MigrationVersion version(String text) {
        try {
            return MigrationVersion.fromVersion(text);
        } catch (FlywayException e) {
            throw new OpsException(
                    Kind.USAGE, "\"%s\" is not a valid version".formatted(text), "write it as in the file's name", e);
        }
    }

    /** Hides the resources that Flyway would look for on the class path. */
    private static final class NoResources implements ResourceProvider {
        @Override
        public LoadableResource getResource(String name) {
            return null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return List.of();
        }
    }

    /** All migrations, from the files and from the history, in order. Changes nothing. */
    public List<Migration> list() {
        return translated(() -> {
            var all = new Flyway(configuration).info().all();
            return List.of(all).stream()
                    .filter(info -> info.getVersion() != null || !info.getType().isSynthetic())
                    .map(Migrator::migration)
                    .toList();
        });
    }

    private static Migration migration(MigrationInfo info) {
        return new Migration(
                Optional.ofNullable(info.getVersion()).map(MigrationVersion::getVersion),
                info.getScript(),
                state(info),
                Optional.ofNullable(info.getInstalledOn()).map(date -> java.time.Instant.ofEpochMilli(date.getTime())),
                Optional.ofNullable(info.getInstalledBy()),
                Optional.ofNullable(info.getExecutionTime()));
    }

    private static MigrationState state(MigrationInfo info) {
        return switch (info.getState()) {
            case PENDING -> MigrationState.PENDING;
            case SUCCESS, OUT_OF_ORDER, AVAILABLE, UNDONE ->
                info.isVersioned() && !info.isChecksumMatching() ? MigrationState.CHANGED : MigrationState.APPLIED;
            case BELOW_BASELINE, BASELINE_IGNORED, BASELINE -> MigrationState.BASELINE;
            case IGNORED -> MigrationState.SKIPPED;
            case ABOVE_TARGET -> MigrationState.LATER;
            case MISSING_SUCCESS -> MigrationState.MISSING;
            case FAILED, MISSING_FAILED, FUTURE_FAILED -> MigrationState.FAILED;
            case FUTURE_SUCCESS -> MigrationState.NEWER;
            case OUTDATED -> MigrationState.OUTDATED;
            case SUPERSEDED -> MigrationState.SUPERSEDED;
            case DELETED -> MigrationState.DELETED;
        };
    }

    /** The files of the migrations that are due, in the order in which they would run. */
    public List<MigrationFile> due() {
        return translated(() -> {
            var pending = new Flyway(configuration).info().pending();
            return List.of(pending).stream().map(this::file).toList();
        });
    }

    private MigrationFile file(MigrationInfo info) {
        for (var file : files) {
            if (file.file().equals(info.getScript())) {
                return file;
            }
        }
        throw new IllegalStateException("only files are pending, not " + info.getScript());
    }

    /**
     * Runs the migrations that are due, each in a transaction with its row in the history.
     *
     * @throws OpsException of the migration that failed, with the place; those before it are applied
     */
    public void migrate() {
        translated(() -> new Flyway(configuration).migrate());
    }

    /**
     * Runs the migrations that a schema, loaded into a new database, does not contain: it contains those of its
     * history, and none if it has no history.
     */
    public void migrateLoadedSchema() {
        configuration.baselineOnMigrate(true).baselineVersion(version("0")).baselineDescription("baseline");
        migrate();
    }

    /** Flyway refuses to begin a history that exists, although no migration is in it. */
    private void dropUnusedHistory() {
        for (var history : HistoryTable.in(database)) {
            if (session.schema().equals(Optional.of(history.schema())) && !history.hasMigrations()) {
                history.drop();
            }
        }
    }

    /**
     * Begins the history of a database that already has a schema, also instead of one that has no migrations yet.
     *
     * @param version the version that the database already has; later migrations are due
     */
    public void baseline(String version) {
        var baseline = version(version);
        dropUnusedHistory();
        translated(
                () -> new Flyway(configuration.baselineVersion(baseline).baselineDescription("baseline")).baseline());
    }

    /**
     * Makes the history agree with the files: failed migrations are forgotten, changed ones get their new checksum, and
     * those without a file are marked as deleted.
     */
    public Repair repair() {
        return translated(() -> {
            var result = new Flyway(configuration).repair();
            return new Repair(
                    result.migrationsRemoved.size(), result.migrationsAligned.size(), result.migrationsDeleted.size());
        });
    }

    /**
     * The way back.
     *
     * @param directory the directory of the files
     */
    public MigrationRollback rollback(MigrationDirectory directory) {
        return new MigrationRollback(session, directory, files, list());
    }

    /**
     * The result of a repair.
     *
     * @param forgotten failed migrations that are due again
     * @param accepted changed files that count as applied
     * @param deleted migrations without a file that are no longer asked for
     */
    public record Repair(int forgotten, int accepted, int deleted) {}

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (FlywayException e) {
            throw FlywayFailure.translate(e);
        }
    }
}
