package dev.dbops.aws;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;

/**
 * The token that Amazon MSK accepts as a login: the signed URL of a request that is never sent. See "IAM access control" in
 * the MSK developer guide; the form is that of aws-msk-iam-sasl-signer-python.
 *
 * @param value the token; a secret
 * @param start the time from which it is valid
 * @param end the time until which it is valid
 */
public record KafkaToken(String value, Instant start, Instant end) {
    private static final Duration VALID = Duration.ofMinutes(15);
    private static final String SERVICE = "kafka-cluster";
    private static final String AGENT = "&User-Agent=db-ops";

    /**
     * Makes the token.
     *
     * @param region the cluster's region
     * @param credentials the keys of the account
     * @param clock the time from which the token is valid
     */
    static KafkaToken sign(Region region, AwsCredentials credentials, Clock clock) {
        var fixed = Clock.fixed(clock.instant(), clock.getZone());
        var request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol("https")
                .host("kafka.%s.amazonaws.com".formatted(region.id()))
                .encodedPath("/")
                .putRawQueryParameter("Action", "kafka-cluster:Connect")
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(credentials)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, VALID)
                        .putProperty(HttpSigner.SIGNING_CLOCK, fixed));
        var url = signed.request().getUri() + AGENT;
        var value = Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.US_ASCII));
        return new KafkaToken(value, fixed.instant(), fixed.instant().plus(VALID));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "KafkaToken until " + end;
    }
}
