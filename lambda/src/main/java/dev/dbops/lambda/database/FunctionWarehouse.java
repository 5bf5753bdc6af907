package dev.dbops.lambda.database;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.lambda.runtime.FunctionEnvironment;
import dev.dbops.lambda.runtime.LogLevel;
import dev.dbops.redshift.ConnectionWriter;
import dev.dbops.redshift.DataApiWriter;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.sql.InsertLoad;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * The warehouse of a function, of WAREHOUSE_CONNECTION_URL: by a connection that is kept from one invocation to the next,
 * or by the Data API. A snapshot of SnapStart holds neither connections nor passwords. Used by one thread.
 */
public final class FunctionWarehouse implements Resource {
    private final FunctionEnvironment environment;
    private WarehouseWriter writer;
    private Runnable close;

    /**
     * Reads the configuration. Nothing connects before the first event.
     *
     * @throws dev.dbops.OpsException of kind USAGE when it is wrong
     */
    public FunctionWarehouse(FunctionEnvironment environment) {
        this.environment = environment;
        open();
        Core.getGlobalContext().register(this);
    }

    private void open() {
        var configuration = new FunctionTarget(environment, Optional.of("warehouse"));
        var target = configuration.find();
        if (!target.isRedshift()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is not a warehouse: %s".formatted(configuration.variable(), target.description()),
                    "set it to redshift://USER@HOST:5439/NAME, with a password, iam_auth=true, secret=NAME or"
                            + " data_api=true");
        }
        if ("true".equals(target.parameters().get(ConnectionTarget.DATA_API))) {
            var region = DataApiWriter.endpoint(target).region();
            var clients = new AwsClients(environment.awsSettings(), Optional.of(region));
            writer = new DataApiWriter(target, clients);
            close = clients::close;
        } else {
            var connection = new ConnectionWriter(target, InsertLoad.BY_CONNECTION);
            writer = connection;
            close = connection::close;
        }
    }

    /** The way to write to it; another one after a restore. */
    public WarehouseWriter writer() {
        return writer;
    }

    /** Before the snapshot: uses the way once, so that its classes are loaded, and closes it. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        try {
            writer.query("SELECT 1", List.of());
        } catch (OpsException e) {
            environment
                    .log()
                    .line(LogLevel.DEBUG, "not prepared: " + e.getMessage())
                    .with(e)
                    .write();
        }
        close.run();
    }

    /** The variables of the restored function may have changed. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
        open();
    }
}
