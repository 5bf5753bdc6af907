package dev.dbops.cli.doctor;

import dev.dbops.InputFile;
import dev.dbops.cli.Command;
import dev.dbops.cli.CommandModel;
import dev.dbops.cli.Context;
import dev.dbops.cli.ExitCode;
import dev.dbops.cli.schema.ScriptFile;
import dev.dbops.cli.schema.ScriptLoading;
import dev.dbops.doctor.Examination;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.connection.ConnectionExamination;
import dev.dbops.doctor.connection.ConnectionSteps;
import dev.dbops.doctor.schema.NeededExtensions;
import dev.dbops.doctor.schema.SchemaExamination;
import dev.dbops.doctor.server.ServerExamination;
import dev.dbops.postgres.CatalogReader;
import dev.dbops.target.ConnectionTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Finds out why the database cannot be reached, or is unwell, and names what mends it. */
public final class Doctor implements Command, Callable<Integer> {
    private final Context context;
    private final List<Finding> findings = new ArrayList<>();
    private Path file = ScriptFile.SCHEMA.unnamed();

    public Doctor(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandModel model) {
        model.description("Find out why the database cannot be reached, or is unwell, and what mends it.")
                .option(
                        "-f --file",
                        "FILE",
                        "Script whose extensions the database must have; default schema.sql, else db/schema.sql.",
                        Path.class,
                        value -> file = value)
                .takesEnvironment()
                .footer(
                        "It changes nothing. -q shows warnings and failures only.",
                        "Exit code 1 when a step has failed.",
                        "",
                        "Example: db-ops doctor prod");
    }

    @Override
    public Integer call() {
        var printer = new FindingPrinter(context.output(), context.isColored(), context.isQuiet());
        var target = new Configuration(context).examine(finding -> add(finding, printer));
        if (target.isPresent()) {
            try (var script = new ScriptLoading(context).openIfThere(ScriptFile.SCHEMA, file)) {
                examine(target.get(), script, printer);
            }
        } else {
            ConnectionSteps.ON_THE_WAY.forEach(step -> add(step.skipped("no database is meant"), printer));
        }
        var report = Report.of(findings);
        if (context.output().isForPeople()) {
            printer.end(report.summary());
        } else {
            context.output().print(report, "");
        }
        return report.failed() > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    private void examine(ConnectionTarget target, InputFile script, FindingPrinter printer) {
        try (var connection = new ConnectionExamination(target, context::watch)) {
            connection.examine(finding -> add(finding, printer));
            // what explains a connection that did not come about goes here; findings has what was found so far
            if (connection.database().isEmpty()) {
                return;
            }
            for (var examination :
                    inside(new CatalogReader(connection.database().get()), script)) {
                examination.examine(finding -> add(finding, printer));
            }
        }
    }

    /** What is looked at behind an open connection. */
    private List<Examination> inside(CatalogReader reader, InputFile script) {
        return List.of(
                new ServerExamination(reader),
                new SchemaExamination(
                        reader, () -> NeededExtensions.of(script, context.file(Path.of("")), reader.database())));
    }

    private void add(Finding finding, FindingPrinter printer) {
        findings.add(finding);
        if (context.output().isForPeople()) {
            printer.print(finding);
        }
    }
}
