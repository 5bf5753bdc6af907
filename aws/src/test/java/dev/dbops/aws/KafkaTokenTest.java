package dev.dbops.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;

/** The token for Amazon MSK, compared with the signatures of botocore 1.43 for the same time and keys. */
class KafkaTokenTest {
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void theSignatureEqualsThatOfBotocore() {
        assertThat(parameters(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret")))
                .contains(
                        "https://kafka.eu-central-1.amazonaws.com/",
                        "Action=kafka-cluster%3AConnect",
                        "X-Amz-Algorithm=AWS4-HMAC-SHA256",
                        "X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261120%2Feu-central-1%2Fkafka-cluster%2Faws4_request",
                        "X-Amz-Date=20261120T100000Z",
                        "X-Amz-Expires=900",
                        "X-Amz-SignedHeaders=host",
                        "X-Amz-Signature=187437b82989b91aec09e7485274b7a8f1f2d72b383dac84b55f68093cb0b87c")
                .endsWith("User-Agent=db-ops");
    }

    @Test
    void aTemporaryKeyIsSignedWithItsSession() {
        assertThat(parameters(AwsSessionCredentials.create("ASIAIOSFODNN7EXAMPLE", "secret", "token/with+signs=")))
                .contains(
                        "X-Amz-Security-Token=token%2Fwith%2Bsigns%3D",
                        "X-Amz-Signature=2446bc3f1a93077a3b53f688a0b8d5b0644e0ac7d0d0c695831f190d41420df4");
    }

    @Test
    void itsTextDoesNotShowIt() {
        var token = token(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret"));

        assertThat(token).hasToString("KafkaToken until 2026-11-20T10:15:00Z");
        assertThat(token.value()).matches("[A-Za-z0-9_-]+");
    }

    private static KafkaToken token(AwsCredentials credentials) {
        return KafkaToken.sign(Region.EU_CENTRAL_1, credentials, Clock.fixed(TIME, ZoneOffset.UTC));
    }

    private static String[] parameters(AwsCredentials credentials) {
        return new String(Base64.getUrlDecoder().decode(token(credentials).value()), StandardCharsets.US_ASCII)
                .split("[?&]");
    }
}
