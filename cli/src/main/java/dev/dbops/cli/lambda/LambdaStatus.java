package dev.dbops.cli.lambda;

import dev.dbops.aws.pipeline.PipelinePart;
import dev.dbops.aws.pipeline.PipelineStatus;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows the state of a deployed pipeline: stack, functions, mappings, proxies, queues and alarms. */
public final class LambdaStatus implements Command, Callable<Integer> {
    private final Context context;
    private final StackOptions stack;

    public LambdaStatus(Context context) {
        this.context = context;
        this.stack = new StackOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show the state of a deployed pipeline, and how far it lags.");
        stack.describe(model);
        model.footer(
                "Exit code 1 if a part is unhealthy: a failed stack or function, a disabled",
                "mapping, a proxy without its database, an alarm.",
                "",
                "Example: db-ops lambda-status pipeline");
    }

    /**
     * A line of the table for people.
     *
     * @param part the kind of part
     * @param name its name
     * @param state its state
     * @param messages the messages that wait
     * @param age the age of the oldest event, in seconds
     * @param detail what else is known of it
     */
    private record Line(
            String part, String name, String state, Optional<Long> messages, Optional<String> age, String detail) {
        static Line of(PipelinePart part) {
            return new Line(
                    part.part(),
                    part.name(),
                    part.healthy() ? part.state() : part.state() + " !",
                    part.messages(),
                    part.ageSeconds().map(seconds -> seconds + " s"),
                    part.detail());
        }
    }

    @Override
    public Integer call() {
        var name = stack.name();
        try (var clients = stack.clients()) {
            var parts = new PipelineStatus(clients).of(name);
            if (context.output().isForPeople()) {
                context.output().print(parts.stream().map(Line::of).toList(), "");
            } else {
                context.output().print(parts, "");
            }
            return verdict(parts);
        }
    }

    private int verdict(List<PipelinePart> parts) {
        var unhealthy = parts.stream().filter(part -> !part.healthy()).toList();
        unhealthy.forEach(part -> context.notes()
                .warning("%s %s is %s%s"
                        .formatted(
                                part.part(),
                                part.name(),
                                part.state(),
                                part.detail().isEmpty() ? "" : ": " + part.detail())));
        return unhealthy.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
}
