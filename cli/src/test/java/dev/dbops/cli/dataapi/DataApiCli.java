package dev.dbops.cli.dataapi;

import dev.dbops.aws.dataapi.AuroraStandIn;
import dev.dbops.cli.Cli;
import dev.dbops.cli.Cli.Transcript;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs the same command line over a connection and through a stand-in for the Data API. */
final class DataApiCli implements AutoCloseable {
    private final TestServer postgres = TestServer.carried();
    private final String database = postgres.newDatabase().database();
    private final AuroraStandIn api = new AuroraStandIn(postgres::jdbcUrl);
    private final Path directory;

    DataApiCli(Path directory) {
        this.directory = directory;
    }

    TestServer postgres() {
        return postgres;
    }

    String database() {
        return database;
    }

    AuroraStandIn api() {
        return api;
    }

    /** Runs a command line over a connection. */
    Transcript connected(String... args) {
        return new Cli(directory).with(postgres.target(database)).run(args);
    }

    /** Runs a command line through the Data API; the host of the URL leads nowhere. */
    Transcript run(String... args) {
        return cli().run(args);
    }

    /** The command line of {@link #run}, to be completed. */
    Cli cli() {
        return cli("?data_api=true&cluster_arn=%s&secret=%s".formatted(AuroraStandIn.CLUSTER, AuroraStandIn.SECRET));
    }

    /** A command line with these parameters of the URL. */
    Cli cli(String parameters) {
        return new Cli(directory)
                .with("CONNECTION_URL", "postgresql://aurora.invalid/" + database + parameters)
                .with("AWS_ENDPOINT_URL_RDS_DATA", api.url())
                .with("AWS_REGION", "eu-central-1")
                .with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", "secret");
    }

    /** The statements of the calls since the begin of the last transaction. */
    List<String> calls() {
        return new ArrayList<>(api.calls());
    }

    @Override
    public void close() throws SQLException {
        api.close();
    }
}
