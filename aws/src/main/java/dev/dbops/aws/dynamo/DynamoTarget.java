package dev.dbops.aws.dynamo;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.CustomEndpoint;
import java.net.URI;
import java.util.HashMap;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The DynamoDB that requests go to.
 *
 * <p>With the name of an environment, such as prod, that is AWS: the variable AWS_ENDPOINT_URL, with which applications
 * select an emulator, does not count, but AWS_ENDPOINT_URL_DYNAMODB does. Without a name it is the endpoint in
 * AWS_ENDPOINT_URL_DYNAMODB or AWS_ENDPOINT_URL, else DynamoDB on the own machine.
 *
 * @param settings the account, region and endpoint of the requests
 * @param region the region that an option names
 * @param endpoint the endpoint; empty for the one of AWS in the region
 * @param origin where the endpoint comes from: a variable, or nothing for AWS and the default
 * @param environment the name of the environment; empty when none was given
 */
public record DynamoTarget(
        AwsSettings settings,
        Optional<String> region,
        Optional<URI> endpoint,
        Optional<String> origin,
        Optional<String> environment) {
    /** The port of DynamoDB Local, which dynalite and other emulators are started on as well. */
    public static final URI LOCAL = URI.create("http://localhost:8000");

    private static final String SERVICE = "DYNAMODB";
    private static final String VARIABLE = "AWS_ENDPOINT_URL_DYNAMODB";
    private static final String COMMON_VARIABLE = "AWS_ENDPOINT_URL";

    /**
     * Selects the target.
     *
     * @param environment the name that the user gave, such as prod
     * @param region the region of an option, which applies to each target
     * @throws dev.dbops.OpsException of kind USAGE when a variable is not a URL, or AWS is meant and there is no region
     */
    public static DynamoTarget of(AwsSettings settings, Optional<String> environment, Optional<String> region) {
        var own = settings.endpointOf(VARIABLE);
        if (own.isPresent()) {
            return configured(settings, region, own.get(), VARIABLE, environment);
        }
        var common = settings.endpointOf(COMMON_VARIABLE);
        if (environment.isPresent()) {
            var known = common.isPresent() ? atAws(settings, region) : settings;
            return new DynamoTarget(known, region, Optional.empty(), Optional.empty(), environment);
        }
        if (common.isPresent()) {
            return configured(settings, region, common.get(), COMMON_VARIABLE, environment);
        }
        var local = new CustomEndpoint(settings, SERVICE, LOCAL).withoutAccount();
        return new DynamoTarget(local, region, Optional.of(LOCAL), Optional.empty(), environment);
    }

    private static DynamoTarget configured(
            AwsSettings settings, Optional<String> region, URI url, String variable, Optional<String> environment) {
        var known = new CustomEndpoint(settings, SERVICE, url).withAccount();
        return new DynamoTarget(known, region, Optional.of(url), Optional.of(variable), environment);
    }

    /** The common variable would select another endpoint; logins still need it. */
    private static AwsSettings atAws(AwsSettings settings, Optional<String> region) {
        try (var clients = new AwsClients(settings, region)) {
            var endpoint = DynamoDbClient.serviceMetadata().endpointFor(Region.of(clients.region()));
            var variables = new HashMap<>(settings.variables());
            variables.put(VARIABLE, "https://" + endpoint);
            return new AwsSettings(
                    variables, settings.home(), settings.profile(), settings.application(), settings.mfa());
        }
    }

    /** Returns whether nothing selects a DynamoDB, so that it is expected on the own machine. */
    public boolean isDefault() {
        return endpoint.isPresent() && origin.isEmpty();
    }

    /** Returns whether tables there may hold what users depend on: at AWS, or wherever a name was given. */
    public boolean isProtected() {
        return environment.isPresent()
                || endpoint.filter(url -> !CustomEndpoint.isOfAws(url)).isEmpty();
    }
}
