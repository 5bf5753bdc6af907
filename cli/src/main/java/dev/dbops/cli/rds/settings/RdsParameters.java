package dev.dbops.cli.rds.settings;

import dev.dbops.aws.parameter.DatabaseGroups;
import dev.dbops.aws.parameter.ParameterEdit;
import dev.dbops.aws.parameter.ParameterGroup;
import dev.dbops.aws.parameter.ParameterList;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.List;

/** Lists and changes the parameters of an RDS instance or cluster. */
public final class RdsParameters implements Command, Runnable {
    private final Context context;
    private final RdsParameterOptions options = new RdsParameterOptions();
    private final InstanceOptions instance;

    public RdsParameters(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List or change the parameters of an instance or cluster.");
        instance.describe(model);
        options.describe(model);
        model.footer(
                "Without --all, lists the parameters that are set in the parameter group. Static",
                "parameters, and a new group, take effect at the next reboot.",
                "",
                "Example: db-ops rds-parameters --instance cruddur-db --all --name 'log_*'");
    }

    @Override
    public void run() {
        options.check();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var groups = new DatabaseGroups(clients, reference);
            if (options.changes()) {
                change(groups);
            } else {
                list(groups);
            }
        }
    }

    private void list(DatabaseGroups groups) {
        var rows = new ParameterList(groups).of(options.all(), options.names());
        context.output()
                .print(
                        rows,
                        options.all()
                                ? "no parameter has such a name"
                                : "no %sparameter is set; --all lists those with their default too"
                                        .formatted(options.isFiltered() ? "such " : ""));
    }

    private void change(DatabaseGroups groups) {
        var edit = new ParameterEdit(groups, options.set(), options.reset(), options.newGroup());
        var database = groups.database();
        if (edit.isEmpty()) {
            context.output().print(edit.results(), "nothing to do: the parameters have these values already");
            return;
        }
        if (context.dryRun()) {
            context.confirmation().refuseOtherName(database.type().toString(), database.name());
            context.output().print(edit.plan().parameters(), "");
            return;
        }
        context.confirmation().requireYes(deed(edit, groups), database.type().toString(), database.name());
        edit.plan().run();
        context.output().print(edit.results(), "");
        noteWhatRemains(edit, groups);
    }

    private String deed(ParameterEdit edit, DatabaseGroups groups) {
        var count = edit.results().size();
        var what = count == 1 ? edit.results().getFirst().name() : count + " parameters";
        var others = edit.others();
        return edit.newGroup()
                        .map(name -> "create parameter group \"%s\" with %s, and assign it to %s"
                                .formatted(name, what, groups.database().description()))
                        .orElseGet(() -> "change %s in %s"
                                .formatted(
                                        what,
                                        String.join(
                                                " and ",
                                                edit.groups().stream()
                                                        .map(ParameterGroup::description)
                                                        .toList())))
                + (others.isEmpty() ? "" : ", which %s too".formatted(uses(others)));
    }

    private static String uses(List<String> others) {
        return String.join(", ", others) + (others.size() == 1 ? " uses" : " use");
    }

    private void noteWhatRemains(ParameterEdit edit, DatabaseGroups groups) {
        var waiting = edit.waiting();
        if (!waiting.isEmpty()) {
            context.notes()
                    .remark("%s %s effect at the next reboot: db-ops rds-reboot --instance %s"
                            .formatted(
                                    String.join(", ", waiting),
                                    waiting.size() == 1 ? "takes" : "take",
                                    groups.database().name()));
        }
        var others = edit.others();
        if (!others.isEmpty()) {
            context.notes().remark(uses(others) + " the parameter group too");
        }
        for (var name : edit.overridden()) {
            context.notes().warning("the writer's own parameter group sets %s too, and has precedence".formatted(name));
        }
    }
}
