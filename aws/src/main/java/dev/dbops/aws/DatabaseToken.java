package dev.dbops.aws;

import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/**
 * The token that an RDS instance accepts as a password for 15 minutes: the signed URL of a request that is never sent.
 * See "IAM database authentication" in the RDS user guide. It equals the token of the SDK's RdsUtilities, which is in a
 * library of 6 MB that the handlers for AWS Lambda do without.
 *
 * @param host the instance's endpoint
 * @param port the instance's port
 * @param user the role
 */
record DatabaseToken(String host, int port, String user) {
    private static final String SERVICE = "rds-db";

    /**
     * Makes the token.
     *
     * @param region the instance's region
     * @param credentials the keys of the account
     * @param clock the time from which the token is valid
     */
    String sign(Region region, AwsCredentials credentials, Clock clock) {
        var request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol("https")
                .host(host)
                .port(port)
                .encodedPath("/")
                .putRawQueryParameter("DBUser", user)
                .putRawQueryParameter("Action", "connect")
                .build();
        return SignedUrl.sign(request, SERVICE, region, credentials, clock).substring("https://".length());
    }
}
