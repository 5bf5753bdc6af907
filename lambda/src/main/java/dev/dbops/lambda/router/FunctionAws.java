package dev.dbops.lambda.router;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The clients of AWS for a function, each made at its first use. Used by one thread. */
final class FunctionAws {
    private final AwsSettings settings;
    private final Map<Optional<String>, AwsClients> clients = new HashMap<>();

    FunctionAws(AwsSettings settings) {
        this.settings = settings;
    }

    /**
     * The clients of a region.
     *
     * @param region empty for the function's own
     */
    AwsClients clients(Optional<String> region) {
        return clients.computeIfAbsent(region, other -> new AwsClients(settings, other));
    }
}
