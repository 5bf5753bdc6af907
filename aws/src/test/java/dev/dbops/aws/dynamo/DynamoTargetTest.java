package dev.dbops.aws.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.MfaPrompt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamoTargetTest {
    private static final Map<String, String> ACCOUNT =
            Map.of("AWS_ACCESS_KEY_ID", "AKIAREAL", "AWS_SECRET_ACCESS_KEY", "real", "AWS_SESSION_TOKEN", "token");
    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<String> PROD = Optional.of("prod");

    @TempDir
    private Path home;

    private AwsSettings settings(Map<String, String> variables) {
        return new AwsSettings(variables, home, NONE, "test", MfaPrompt.NONE);
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        var all = new HashMap<>(variables);
        all.put(name, value);
        return all;
    }

    @Test
    void withoutANameTheOwnMachineIsAskedAndGetsNothingOfTheAccount() {
        var target = DynamoTarget.of(settings(ACCOUNT), NONE, NONE);

        assertThat(target.endpoint()).contains(URI.create("http://localhost:8000"));
        assertThat(target.isDefault()).isTrue();
        assertThat(target.isProtected()).isFalse();
        assertThat(target.settings().variables())
                .containsEntry("AWS_ACCESS_KEY_ID", "local")
                .containsEntry("AWS_SECRET_ACCESS_KEY", "local")
                .containsEntry("AWS_REGION", "us-east-1")
                .doesNotContainKey("AWS_SESSION_TOKEN");
    }

    @Test
    void theEndpointOfTheServiceComesBeforeTheCommonOne() {
        var both = Map.of("AWS_ENDPOINT_URL", "http://one:1", "AWS_ENDPOINT_URL_DYNAMODB", "http://two:2");

        assertThat(DynamoTarget.of(settings(both), NONE, NONE).endpoint()).contains(URI.create("http://two:2"));
        assertThat(DynamoTarget.of(settings(Map.of("AWS_ENDPOINT_URL", "http://one:1")), NONE, NONE))
                .satisfies(target -> {
                    assertThat(target.endpoint()).contains(URI.create("http://one:1"));
                    assertThat(target.origin()).contains("AWS_ENDPOINT_URL");
                });
    }

    @Test
    void aNamedEnvironmentIsAwsWhateverTheCommonEndpointIs() {
        var variables = with(with(ACCOUNT, "AWS_ENDPOINT_URL", "http://one:1"), "AWS_REGION", "cn-north-1");

        var target = DynamoTarget.of(settings(variables), PROD, NONE);

        assertThat(target.endpoint()).isEmpty();
        assertThat(target.isProtected()).isTrue();
        assertThat(target.settings().variables())
                .containsEntry("AWS_ENDPOINT_URL_DYNAMODB", "https://dynamodb.cn-north-1.amazonaws.com.cn")
                .containsEntry("AWS_ENDPOINT_URL", "http://one:1")
                .containsEntry("AWS_ACCESS_KEY_ID", "AKIAREAL");
    }

    @Test
    void theEndpointOfTheServiceHoldsForANamedEnvironmentAsWell() {
        var variables =
                with(ACCOUNT, "AWS_ENDPOINT_URL_DYNAMODB", "https://vpce-1.dynamodb.eu-central-1.vpce.amazonaws.com");

        var named = DynamoTarget.of(settings(variables), PROD, NONE);
        var unnamed = DynamoTarget.of(settings(variables), NONE, NONE);

        assertThat(named.endpoint()).isPresent().isEqualTo(unnamed.endpoint());
        assertThat(named.isProtected()).isTrue();
        assertThat(unnamed.isProtected()).as("an endpoint of AWS").isTrue();
        assertThat(unnamed.settings().variables()).containsEntry("AWS_ACCESS_KEY_ID", "AKIAREAL");
    }

    @Test
    void aConfiguredEndpointGetsTheAccountIfThereIsOne() throws IOException {
        var endpoint = Map.of("AWS_ENDPOINT_URL", "http://one:1");

        assertThat(DynamoTarget.of(settings(with(ACCOUNT, "AWS_ENDPOINT_URL", "http://one:1")), NONE, NONE)
                        .settings()
                        .variables())
                .containsEntry("AWS_ACCESS_KEY_ID", "AKIAREAL")
                .containsEntry("AWS_REGION", "us-east-1");
        assertThat(DynamoTarget.of(settings(endpoint), NONE, NONE).settings().variables())
                .containsEntry("AWS_ACCESS_KEY_ID", "local");

        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(
                home.resolve(".aws/config"),
                "[default]\nregion = eu-west-1\naws_access_key_id = AKIAFILE\naws_secret_access_key = x\n");
        assertThat(DynamoTarget.of(settings(endpoint), NONE, NONE).settings().variables())
                .containsEntry("AWS_REGION", "eu-west-1")
                .doesNotContainKey("AWS_ACCESS_KEY_ID");
    }

    @Test
    void aSilentAddressIsReported() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var url = "http://127.0.0.1:" + free;
        var target = DynamoTarget.of(settings(Map.of("AWS_ENDPOINT_URL", url)), NONE, NONE);

        assertThatThrownBy(() -> Dynamo.open(target)).isInstanceOfSatisfying(OpsException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessage("nothing listens at %s, which AWS_ENDPOINT_URL names".formatted(url));
            assertThat(failure.hint()).contains("start it, or unset AWS_ENDPOINT_URL");
        });
    }

    @Test
    void aVariableWithoutAUrlIsNamed() {
        var settings = settings(Map.of("AWS_ENDPOINT_URL_DYNAMODB", "localhost:8000"));

        assertThatThrownBy(() -> DynamoTarget.of(settings, NONE, NONE))
                .hasMessage("AWS_ENDPOINT_URL_DYNAMODB is not a URL: \"localhost:8000\"");
    }
}
