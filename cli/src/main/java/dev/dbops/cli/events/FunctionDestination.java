package dev.dbops.cli.events;

import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.aws.lambda.LambdaSink;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;
import java.util.Optional;
import java.util.function.Consumer;

/** An AWS Lambda function as the destination of events. */
final class FunctionDestination implements Destination {
    private static final String LAMBDA = "lambda:";

    private final AwsOptions aws;
    private final LambdaFunction function;
    private final String region;

    private FunctionDestination(AwsOptions aws, LambdaFunction function, String region) {
        this.aws = aws;
        this.function = function;
        this.region = region;
    }

    static boolean isMeant(String to) {
        return to.startsWith(LAMBDA);
    }

    static FunctionDestination parse(AwsOptions aws, String to) {
        var function = LambdaFunction.parse(to.substring(LAMBDA.length()));
        try (var clients = aws.clients(function.regionOr(aws.region()))) {
            return new FunctionDestination(aws, function, clients.region());
        }
    }

    /** Includes the region: a function of that name in another region is another sink. */
    @Override
    public String consumer() {
        return LAMBDA + function.name() + "@" + region;
    }

    @Override
    public String description() {
        return function.description() + " in " + region;
    }

    /** Needs none: db-ops does not know what the function does. */
    @Override
    public void confirm() {}

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        return new LambdaSink(aws.clients(Optional.of(region)), function, choice.format(log), LambdaSink.EVENTS);
    }
}
