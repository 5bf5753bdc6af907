package dev.dbops.cli.rds.settings;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.logexport.LogExports;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.ArrayList;
import java.util.List;

/** Shows and changes which logs RDS exports to CloudWatch Logs. */
public final class RdsLogExport implements Command, Runnable {
    private final List<String> enable = new ArrayList<>();
    private final List<String> disable = new ArrayList<>();

    private final Context context;
    private final InstanceOptions instance;

    public RdsLogExport(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show or change the export of logs to CloudWatch Logs.");
        instance.describe(model);
        model.repeated(
                        "--enable",
                        "LOGS",
                        "Export these logs, such as postgresql,upgrade.",
                        value -> add(value, enable))
                .repeated("--disable", "LOGS", "No longer export these logs.", value -> add(value, disable))
                .footer(
                        "Without --enable and --disable, lists the logs that its version can export. The",
                        "exported text remains in CloudWatch Logs.",
                        "",
                        "Example: db-ops rds-log-export --instance cruddur-db --enable postgresql,upgrade");
    }

    private static void add(String value, List<String> logs) {
        for (var log : value.split(",")) {
            if (!log.isBlank() && !logs.contains(log.strip())) {
                logs.add(log.strip());
            }
        }
    }

    @Override
    public void run() {
        enable.stream().filter(disable::contains).findFirst().ifPresent(log -> {
            throw new OpsException(
                    Kind.USAGE, "the log \"%s\" is to be enabled and disabled".formatted(log), "pass one of them");
        });
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var exports = new LogExports(clients, reference);
            var plan = exports.plan(enable, disable);
            if (plan.isEmpty()) {
                print(exports);
                return;
            }
            var database = exports.database();
            if (context.dryRun()) {
                context.confirmation().refuseOtherName(database.type().toString(), database.name());
                context.output().print(plan.get().parameters(), "");
                return;
            }
            if (!disable.isEmpty()) {
                context.confirmation()
                        .requireYes(
                                "end the export of %s of %s"
                                        .formatted(String.join(", ", disable), database.description()),
                                database.type().toString(),
                                database.name());
            }
            plan.get().run();
            print(new LogExports(clients, reference));
        }
    }

    private void print(LogExports exports) {
        context.output().print(exports.logs(), "its version exports no logs to CloudWatch Logs");
    }
}
