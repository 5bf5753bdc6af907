package dev.dbops.cli.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.lambda.FunctionInvocation;
import dev.dbops.aws.lambda.FunctionInvocation.Result;
import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.output.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Invokes a Lambda function, and prints its answer and the end of its log. */
public final class LambdaInvoke implements Command, Runnable {
    private Optional<String> qualifier = Optional.empty();
    private boolean async;

    private final Context context;
    private final FunctionOptions options;
    private final EventSourceOptions event;

    public LambdaInvoke(Context context) {
        this.context = context;
        this.options = new FunctionOptions(context);
        this.event = new EventSourceOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Invoke a Lambda function, and print its answer and log.");
        options.describe(model);
        event.describe(model);
        model.option(
                        "--qualifier",
                        "NAME",
                        "Version or alias of the function.",
                        value -> qualifier = Optional.of(value))
                .flag("--async", "Put the event into the function's queue, without an answer.", value -> async = value)
                .footer(
                        "The answer goes to standard output, the log to standard error. A function that",
                        "fails is exit code 1. With --dry-run, prints the event and invokes nothing; a",
                        "sample then needs no function.",
                        "",
                        "Example: db-ops lambda-invoke orders --sample direct");
    }

    /**
     * The result for programs.
     *
     * @param function its name
     * @param version the version that ran; empty for an asynchronous invocation
     * @param status the HTTP status of Lambda
     * @param answer what the function returned
     */
    private record Answer(String function, String version, int status, JsonText answer) {}

    @Override
    public void run() {
        var payload = event.read(!async);
        if (context.dryRun()) {
            show(payload);
            return;
        }
        var function = qualified(options.function());
        try (var clients = options.clients(function)) {
            var result = new FunctionInvocation(clients, function).run(payload, !async);
            result.log().lines().forEach(context.notes()::note);
            print(function, result);
        }
    }

    private LambdaFunction qualified(LambdaFunction function) {
        return qualifier.map(function::qualified).orElse(function);
    }

    private void show(byte[] payload) {
        var function = options.functionIfNamed().map(this::qualified);
        context.output().write(line(new String(payload, StandardCharsets.UTF_8)));
        function.ifPresent(known -> context.notes().note("would invoke " + known.description()));
    }

    private void print(LambdaFunction function, Result result) {
        if (result.error().isPresent()) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s failed: %s"
                            .formatted(function.description(), result.error().get()),
                    "more of its log: db-ops lambda-logs " + function.name());
        }
        if (async) {
            context.output()
                    .print(
                            answer(function, result),
                            "the event is in the queue of %s; its log: db-ops lambda-logs %s --follow"
                                    .formatted(function.description(), function.name()));
        } else if (context.output().isForPeople()) {
            context.output().write(line(result.answer()));
        } else {
            context.output().print(answer(function, result), "");
        }
    }

    private static Answer answer(LambdaFunction function, Result result) {
        return new Answer(function.name(), result.version(), result.status(), JsonText.of(result.answer()));
    }

    private static String line(String text) {
        return text.endsWith("\n") ? text : text + "\n";
    }
}
