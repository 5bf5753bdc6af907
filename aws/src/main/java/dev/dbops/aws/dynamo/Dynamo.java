package dev.dbops.aws.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB at a target: its client, and how its failures are reported. */
public final class Dynamo implements AutoCloseable {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int PROBE_MILLISECONDS = 2000;
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private final DynamoTarget target;
    private final AwsClients clients;

    private Dynamo(DynamoTarget target, AwsClients clients) {
        this.target = target;
        this.clients = clients;
    }

    /**
     * Opens the target; sends no request.
     *
     * @throws OpsException of kind UNREACHABLE when the target is on this machine and nothing listens there, USAGE when
     *     there is no region or profile
     */
    public static Dynamo open(DynamoTarget target) {
        target.endpoint().filter(Dynamo::isSilent).ifPresent(url -> {
            throw silent(target, url);
        });
        return new Dynamo(target, new AwsClients(target.settings(), target.region()));
    }

    /** The client, whose failures {@link #call} converts. */
    public DynamoDbClient client() {
        return clients.dynamo();
    }

    /** The target. */
    public DynamoTarget target() {
        return target;
    }

    /** The region of the requests. */
    public String region() {
        return clients.region();
    }

    /** The target as messages name it: DynamoDB at http://localhost:8000, or in eu-central-1. */
    public String description() {
        return target.endpoint().map("DynamoDB at %s"::formatted).orElseGet(() -> "DynamoDB in " + clients.region());
    }

    /**
     * Makes a request.
     *
     * @param action the IAM action, such as dynamodb:Scan
     * @throws OpsException when it fails; a failure that the caller can say more about is caught inside
     */
    public <T> T call(String action, Supplier<T> request) {
        return AwsCall.of(action, request);
    }

    /** A client would try several times; a port where nothing listens answers at once. */
    private static boolean isSilent(URI url) {
        if (!LOOPBACK.contains(url.getHost())) {
            return false;
        }
        var standard = url.getScheme().equals("https") ? HTTPS_PORT : HTTP_PORT;
        var port = url.getPort() < 0 ? standard : url.getPort();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), port), PROBE_MILLISECONDS);
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private static OpsException silent(DynamoTarget target, URI url) {
        var reason = target.origin()
                .map(variable -> "which %s names".formatted(variable))
                .orElse("where DynamoDB is expected when no environment is named");
        return new OpsException(
                Kind.UNREACHABLE,
                "nothing listens at %s, %s".formatted(url, reason),
                target.isDefault()
                        ? "start one: db-ops ddb-start; or name an environment for AWS, such as prod"
                        : "start it, or unset %s".formatted(target.origin().orElse("the variable")));
    }

    @Override
    public void close() {
        clients.close();
    }
}
