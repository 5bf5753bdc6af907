package dev.dbops.migration;

import dev.dbops.postgres.Database;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Flyway as the keeper of the history only: it opens no connections, and finds no files or classes by itself. */
final class FlywayConfiguration {
    private FlywayConfiguration() {}

    /**
     * @param resolver the migrations
     */
    static FluentConfiguration of(Database database, MigrationOptions options, MigrationResolver resolver) {
        var configuration = new FluentConfiguration(FlywayConfiguration.class.getClassLoader())
                .dataSource(new OneConnection(
                        database.connection(), !database.target().isDataApi()))
                .loggers("slf4j") // and that is silent
                .skipDefaultResolvers(true)
                .skipDefaultCallbacks(true)
                .resourceProvider(new NoResources())
                .javaMigrationClassProvider(List::of)
                .resolvers(resolver)
                .createSchemas(false)
                .outOfOrder(options.outOfOrder())
                .lockRetryCount((int) options.lockTimeout().toSeconds());
        // The history and the scripts use one connection, so the lock must be a session lock.
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration;
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
}
