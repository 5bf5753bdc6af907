package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling.Pace;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.text.Spelling;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DbInstanceNotReadyException;

/** The log files of an instance, which RDS keeps for three days by default. */
public final class LogFiles {
    private static final Comparator<LogFile> OLDEST_FIRST =
            Comparator.comparing(LogFile::written).thenComparing(LogFile::name);

    /** The prefix of PostgreSQL's own log files; RDS writes the others. */
    private static final String POSTGRES = "error/postgresql.log";

    private static final String COMPRESSED = ".gz";

    private final AwsClients clients;
    private final DatabaseInstance instance;

    /**
     * @param database an instance, or a cluster, for which its writer is used
     * @throws OpsException of kind USAGE when it has no log files
     */
    public LogFiles(AwsClients clients, DatabaseInstance database) {
        this.clients = clients;
        this.instance = withLogs(clients, database);
    }

    private static DatabaseInstance withLogs(AwsClients clients, DatabaseInstance database) {
        return switch (database.type()) {
            case INSTANCE -> database;
            case CLUSTER -> writer(clients, database);
            case PROXY ->
                throw new OpsException(
                        Kind.USAGE,
                        "%s has no log files of its own".formatted(database.description()),
                        "pass the instance of the proxy: --instance NAME");
        };
    }

    private static DatabaseInstance writer(AwsClients clients, DatabaseInstance cluster) {
        var instances = new DatabaseInstances(clients);
        return instances
                .describeCluster(cluster.name())
                .map(ClusterMembers::writer)
                .filter(name -> !name.isEmpty())
                .flatMap(instances::instance)
                .orElseThrow(() -> new OpsException(
                        Kind.FAILED,
                        "%s has no members, and only members have log files".formatted(cluster.description())));
    }

    /** The instance that the log files belong to; for a cluster, its writer. */
    public DatabaseInstance instance() {
        return instance;
    }

    /** All log files, the most recently written last. */
    public List<LogFile> list() {
        return AwsCall.of("rds:DescribeDBLogFiles", () -> {
            try {
                return clients
                        .rds()
                        .describeDBLogFilesPaginator(request -> request.dbInstanceIdentifier(instance.name()))
                        .describeDBLogFiles()
                        .stream()
                        .map(file -> new LogFile(
                                file.logFileName(),
                                Optional.ofNullable(file.size()).orElse(0L),
                                Instant.ofEpochMilli(
                                        Optional.ofNullable(file.lastWritten()).orElse(0L))))
                        .sorted(OLDEST_FIRST)
                        .toList();
            } catch (DbInstanceNotReadyException e) {
                throw new OpsException(
                        Kind.FAILED,
                        "%s is %s, so its log files are not available"
                                .formatted(instance.description(), instance.state()),
                        "wait for it: db-ops rds-start --wait",
                        e);
            }
        });
    }

    /**
     * The file of that name.
     *
     * @throws OpsException of kind USAGE when it does not exist; the hint suggests a similar name. Or when it is
     *     compressed: RDS gives out portions of text only
     */
    public LogFile find(String name) {
        if (name.endsWith(COMPRESSED)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the log file \"%s\" is compressed, and RDS gives out only text".formatted(name),
                    "download it in the AWS console, or have logs exported to CloudWatch Logs");
        }
        var files = list();
        for (var file : files) {
            if (file.name().equals(name)) {
                return file;
            }
        }
        var nearest = Spelling.nearest(name, files.stream().map(LogFile::name).toList());
        throw new OpsException(
                Kind.USAGE,
                "%s has no log file \"%s\"".formatted(instance.description(), name),
                nearest.isEmpty() ? "db-ops rds-logs lists them" : "did you mean \"" + nearest + "\"?");
    }

    /**
     * The file that PostgreSQL writes to now.
     *
     * @throws OpsException when there is none yet
     */
    public LogFile latest() {
        return newest().orElseThrow(() -> new OpsException(
                Kind.FAILED,
                "%s has no log file of PostgreSQL".formatted(instance.description()),
                "to list the log files: db-ops rds-logs"));
    }

    private Optional<LogFile> newest() {
        var files = ofPostgres();
        return files.isEmpty() ? Optional.empty() : Optional.of(files.getLast());
    }

    /** Without the .csv files, which hold the same text when log_destination includes them, and old compressed ones. */
    private List<LogFile> ofPostgres() {
        return list().stream()
                .filter(file -> file.name().startsWith(POSTGRES)
                        && !file.name().endsWith(".csv")
                        && !file.name().endsWith(COMPRESSED))
                .toList();
    }

    /** The files that PostgreSQL started after this one, oldest first. */
    List<LogFile> after(LogFile known) {
        return ofPostgres().stream()
                .filter(file -> !file.name().equals(known.name()) && OLDEST_FIRST.compare(file, known) > 0)
                .toList();
    }

    /** Passes on a whole file, one portion at a time. */
    public void download(LogFile file, Consumer<String> sink) {
        reader(file).readOn(sink);
    }

    /** Passes on the last lines of a file. */
    public void tail(LogFile file, int lines, Consumer<String> sink) {
        tailReader(file, lines).read(sink);
    }

    /**
     * Passes on the last lines of the latest file, and then new lines in it and in the files that follow it, until the
     * thread is interrupted.
     *
     * @param lines the number of existing lines to pass on
     */
    public void follow(int lines, Pace pace, Consumer<String> sink) throws InterruptedException {
        new LogFollower(this, pace, sink).follow(lines);
    }

    LogReader reader(LogFile file) {
        return LogReader.atStart(clients, instance.name(), file.name());
    }

    LogReader tailReader(LogFile file, int lines) {
        return LogReader.beforeEnd(clients, instance.name(), file.name(), lines);
    }
}
