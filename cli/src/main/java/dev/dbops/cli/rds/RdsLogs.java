package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.LogFiles;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.aws.LogOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.List;
import java.util.concurrent.Callable;

/** Lists the log files of an RDS instance, downloads one, or follows the current one. */
public final class RdsLogs implements Command, Callable<Integer> {
    private static final String LATEST = "latest";

    private String log = "";
    private boolean follow;

    private final LogOptions logOptions = new LogOptions();
    private final Context context;
    private final InstanceOptions instance;

    public RdsLogs(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List, download or follow the log files of an RDS instance.");
        instance.describe(model);
        model.choice(
                "--log",
                "NAME",
                "Print this log file; latest is the current one.",
                List.of("latest"),
                value -> log = value);
        logOptions.describe(model);
        model.flag("--follow", "Print new lines until Ctrl-C, also of new log files.", value -> follow = value);
        model.footer("For a cluster, uses the log files of its writer.", "", "Example: db-ops rds-logs --follow");
    }

    @Override
    public Integer call() {
        refuseContradictions();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var logs = new LogFiles(clients, new DatabaseInstances(clients).find(reference));
            var output = new LogOutput(context, logs, logOptions.file(), logOptions.lines());
            if (follow) {
                return output.follow();
            }
            if (log.isEmpty()) {
                var none = "%s has no log files".formatted(logs.instance().description());
                context.output().print(logs.list(), none);
            } else {
                output.write(log.equals(LATEST) ? logs.latest() : logs.find(log));
            }
            return 0;
        }
    }

    private void refuseContradictions() {
        if (follow && (logOptions.file().isPresent() || !log.isEmpty() && !log.equals(LATEST))) {
            throw new OpsException(
                    Kind.USAGE,
                    "--follow prints the latest log file, and cannot be combined with %s"
                            .formatted(logOptions.file().isPresent() ? "--file" : "--log"),
                    "omit it; to store the lines: db-ops rds-logs --follow | tee FILE");
        }
        if (!follow
                && log.isEmpty()
                && (logOptions.file().isPresent() || logOptions.lines().isPresent())) {
            throw new OpsException(
                    Kind.USAGE, "no log file is named", "pass --log NAME or --log latest; db-ops rds-logs lists them");
        }
    }
}
