package dev.dbops.cli.dataapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test in an empty directory, with a database that is reached through the Data API and by a connection. */
abstract class DataApiProject {
    @TempDir
    Path directory;

    DataApiCli both;

    @BeforeEach
    void start() {
        both = new DataApiCli(directory);
    }

    @AfterEach
    void stop() throws SQLException {
        assertThat(both.api().openTransactions())
                .as("no transaction stays open")
                .isZero();
        both.close();
    }
}
