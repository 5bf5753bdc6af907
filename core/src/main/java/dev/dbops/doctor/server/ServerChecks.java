package dev.dbops.doctor.server;

import dev.dbops.doctor.CheckRun;
import dev.dbops.doctor.CheckSuite;
import dev.dbops.doctor.Finding;
import dev.dbops.postgres.CatalogReader;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;

/** Checks a server: version, free connections, locks, and maintenance. */
public final class ServerChecks implements CheckSuite {
    private final CatalogReader reader;
    private final Thresholds patience;

    /** Creates the checks for a connection's server. */
    public ServerChecks(CatalogReader reader) {
        this(reader, Thresholds.USUAL);
    }

    /** With different thresholds, for tests. */
    ServerChecks(CatalogReader reader, Thresholds patience) {
        this.reader = reader;
        this.patience = patience;
    }

    @Override
    public String section() {
        return ServerSteps.SECTION;
    }

    @Override
    public void examine(Consumer<Finding> findings) {
        var run = new CheckRun(reader, findings);
        run.run(List.of(ServerSteps.CLOCK), () -> List.of(ClockProbe.look(reader)));
        run.run(List.of(
                VersionCheck.check(LocalDate.now(ZoneOffset.UTC)),
                RecoveryCheck.check(),
                ConnectionsCheck.check(),
                TransactionsCheck.check(patience),
                PreparedCheck.check(patience),
                LocksCheck.check(patience),
                TransactionIdsCheck.check(),
                SlotsCheck.check(),
                SettingsCheck.check(),
                ArchiverCheck.check(),
                StatisticsCheck.check()));
    }
}
