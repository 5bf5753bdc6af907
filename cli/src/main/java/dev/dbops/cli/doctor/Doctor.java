package dev.dbops.cli.doctor;

import dev.dbops.InputFile;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.schema.ScriptFile;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Outcome;
import dev.dbops.doctor.connection.ConnectionChecks;
import dev.dbops.doctor.connection.ConnectionSteps;
import dev.dbops.postgres.CatalogReader;
import dev.dbops.target.ConnectionTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Diagnoses why the database is unreachable or unhealthy, and suggests fixes. */
public final class Doctor implements Command, Callable<Integer> {
    private final Context context;
    private final DoctorAwsOptions aws;
    private final HtmlOptions html;
    private final List<Finding> findings = new ArrayList<>();
    private Path file = ScriptFile.SCHEMA.unnamed();

    public Doctor(Context context) {
        this.context = context;
        this.aws = new DoctorAwsOptions(context);
        this.html = new HtmlOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Diagnose why the database is unreachable or unhealthy, and suggest fixes.")
                .option(
                        "-f --file",
                        "FILE",
                        "Script that creates the extensions that the database must have. Default: schema.sql, "
                                + "here, in db or in backend-flask/db.",
                        Path.class,
                        value -> file = value);
        html.describe(model);
        aws.describe(model);
        model.takesEnvironment()
                .footer(
                        "doctor changes nothing. With -q, it shows only warnings and failures.",
                        "Exit code 1 if a step failed.",
                        "",
                        "Example: db-ops doctor prod");
    }

    @Override
    public Integer call() {
        html.requirePlace();
        var printer = new FindingPrinter(
                context.output(),
                context.terminal().isColored(),
                context.terminal().isQuiet(),
                html.isWanted());
        Consumer<Finding> report = found -> {
            // a finding goes to standard output and to the page, but it is a message, not a result
            var finding = found.as(context.terminal().err()::redacted);
            findings.add(finding);
            if (context.output().isForPeople()) {
                printer.print(finding);
            }
        };
        var target = new Configuration(context).examine(report);
        if (target.isPresent()) {
            try (var script = ScriptFile.SCHEMA.openIfExists(context, file)) {
                examine(target.get(), script, report);
            }
        } else {
            ConnectionSteps.ON_THE_WAY.forEach(step -> report.accept(step.skipped("no database is meant")));
        }
        var result = Report.of(findings);
        html.write(target, result);
        printer.requirePrinted();
        return end(result, printer);
    }

    private void examine(ConnectionTarget target, InputFile script, Consumer<Finding> report) {
        var asked = aws.begin(target);
        var functions = List.<String>of();
        try (var connection = new ConnectionChecks(target, context::watch)) {
            connection.examine(report);
            if (connection.database().isPresent()) {
                var reader = new CatalogReader(connection.database().get());
                DatabaseChecks.of(context, reader, script).forEach(suite -> suite.examine(report));
                functions = DatabaseChecks.calledFunctions(reader);
                html.read(reader);
            }
        }
        // it explains why the connection failed; otherwise its answers come while the database gives its own
        asked.examine(isReached(), functions, report);
    }

    /** Returns whether the port answered, with any answer. */
    private boolean isReached() {
        return findings.stream()
                .anyMatch(finding ->
                        finding.step().equals(ConnectionSteps.TCP.name()) && finding.outcome() == Outcome.ok);
    }

    private int end(Report report, FindingPrinter printer) {
        if (context.output().isForPeople()) {
            printer.end(report.summary());
        } else {
            context.output().print(report, "");
        }
        return report.failed() > 0 ? ExitCode.FAILED : ExitCode.OK;
    }
}
