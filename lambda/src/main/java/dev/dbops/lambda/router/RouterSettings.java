package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.events.NameMap;
import dev.dbops.events.received.EnvelopeReader;
import dev.dbops.lambda.database.FunctionDatabase;
import dev.dbops.lambda.database.FunctionWarehouse;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.FunctionEnvironment;
import dev.dbops.lambda.source.DeliveryReader;
import dev.dbops.lambda.source.EventObjects;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The configuration of a router, from its environment variables. */
final class RouterSettings {
    private static final String ROUTES = "DB_OPS_ROUTES";
    private static final String TABLE_NAMES = "DB_OPS_TABLE_NAMES";
    private static final int DEFAULT_MEMORY_DAYS = 15;

    private final Routes routes;
    private final NameMap names;
    private final Map<String, RouteDestination> destinations = new HashMap<>();
    private final Optional<DeadLetterStore> deadLetters;
    private final EventReferences references;
    private final Optional<TargetColumns> columns;
    private final EventObjects objects;

    private RouterSettings(FunctionEnvironment environment, String defaultDestination) {
        var variables = environment.variables();
        var aws = new FunctionAws(environment.awsSettings());
        objects = new BucketObjects(aws);
        routes = variables.parsed(ROUTES, rules -> Routes.parse(rules, defaultDestination));
        names = variables.parsed(TABLE_NAMES, RouterSettings::names);
        deadLetters = variables.parsed(
                "DB_OPS_DEAD_LETTERS", place -> DeadLetterStore.parse(place, environment.functionName(), aws));
        references = new EventReferences(
                variables.text("SOURCE_CONNECTION_URL").isEmpty()
                        ? Optional.empty()
                        : Optional.of(FunctionDatabase.named(environment, "source")));
        var memory = Duration.ofDays(variables.number("DB_OPS_INBOX_DAYS", DEFAULT_MEMORY_DAYS, 1, 3650));
        var target = routes.destinations().contains(InboxDestination.NAME)
                ? Optional.of(new FunctionDatabase(environment, _ -> {}))
                : Optional.<FunctionDatabase>empty();
        columns = target.map(database -> new TargetColumns(database, names));
        for (var name : routes.destinations()) {
            destinations.put(
                    name,
                    name.equals(WarehouseInboxDestination.NAME)
                            ? new WarehouseInboxDestination(
                                    new FunctionWarehouse(environment), names, memory, RandomGenerator.getDefault())
                            : variables.parsed(ROUTES, _ -> destination(name, target, memory, aws)));
        }
    }

    /**
     * Reads the variables.
     *
     * @param defaultDestination where all events go, if there are no routes
     * @throws OpsException of kind USAGE when one of them is wrong
     */
    static RouterSettings of(FunctionEnvironment environment, String defaultDestination) {
        return new RouterSettings(environment, defaultDestination);
    }

    private static NameMap names(String rules) {
        var names = new NameMap(TABLE_NAMES);
        for (var rule : rules.split("[;\n]")) {
            if (!rule.isBlank()) {
                names.add(rule.strip());
            }
        }
        return names;
    }

    private RouteDestination destination(
            String name, Optional<FunctionDatabase> target, Duration memory, FunctionAws aws) {
        if (name.equals(InboxDestination.NAME)) {
            return new InboxDestination(target.orElseThrow(), names, memory);
        }
        if (name.equals(DropDestination.NAME)) {
            return new DropDestination();
        }
        if (name.startsWith(ForwardDestination.PREFIX)) {
            var function = LambdaFunction.parse(name.substring(ForwardDestination.PREFIX.length()));
            return new ForwardDestination(function, aws);
        }
        if (name.startsWith(Bucket.SCHEME)) {
            return new BucketDestination(Bucket.parse(name), aws);
        }
        throw new OpsException(
                Kind.USAGE,
                "\"%s\" in DB_OPS_ROUTES is not a destination".formatted(name),
                "choose from postgres, warehouse, lambda:NAME, s3://BUCKET/PREFIX and drop");
    }

    Routes routes() {
        return routes;
    }

    RouteDestination destination(String name) {
        return destinations.get(name);
    }

    Optional<DeadLetterStore> deadLetters() {
        return deadLetters;
    }

    EventReferences references() {
        return references;
    }

    /** The reader of one invocation's event. */
    DeliveryReader reader(FunctionCall call) {
        return new DeliveryReader(
                columns.map(target -> new EnvelopeReader(target.during(call))).orElseGet(EnvelopeReader::new), objects);
    }
}
