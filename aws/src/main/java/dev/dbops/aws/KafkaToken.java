package dev.dbops.aws;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
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
        var url = SignedUrl.sign(request, SERVICE, region, credentials, fixed) + AGENT;
        var value = Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.US_ASCII));
        return new KafkaToken(value, fixed.instant(), fixed.instant().plus(SignedUrl.VALID));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "KafkaToken until " + end;
    }
}
