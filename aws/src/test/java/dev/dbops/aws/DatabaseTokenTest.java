package dev.dbops.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;

class DatabaseTokenTest {
    private static final Region REGION = Region.EU_CENTRAL_1;
    private static final String HOST = "cruddur.abc123.eu-central-1.rds.amazonaws.com";
    private static final Pattern DATE = Pattern.compile("X-Amz-Date=(\\d{8}T\\d{6}Z)");

    @Test
    void theTokenEqualsThatOfTheSdk() {
        for (AwsCredentials credentials : List.of(
                AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret"),
                AwsSessionCredentials.create("ASIAIOSFODNN7EXAMPLE", "secret", "token/with+signs="))) {
            for (var user : List.of("app", "an odd+role&%")) {
                var expected = RdsUtilities.builder()
                        .region(REGION)
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .build()
                        .generateAuthenticationToken(
                                request -> request.hostname(HOST).port(5432).username(user));

                var token = new DatabaseToken(HOST, 5432, user).sign(REGION, credentials, clockOf(expected));

                assertThat(parameters(token)).containsExactlyInAnyOrder(parameters(expected));
            }
        }
    }

    /** The signature is of the parameters in alphabetical order, so it does not depend on theirs. */
    private static String[] parameters(String token) {
        return token.split("[?&]");
    }

    /** The SDK signs with the time of the machine. */
    private static Clock clockOf(String token) {
        var date = DATE.matcher(token);
        assertThat(date.find()).isTrue();
        var time = date.group(1).replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z");
        return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    }
}
