package dev.dbops.redshift.bench;

import dev.dbops.redshift.standin.RedshiftStandIn;
import dev.dbops.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stand-in for Redshift as a process of its own.
 *
 * <p>It prints its port. A line of its standard input makes it forget the statements that it has recorded, and is
 * answered by a line: the number of statements that it has refused. It ends with its standard input.
 */
final class StandInProgram {
    private StandInProgram() {}

    /**
     * Runs the stand-in.
     *
     * @param arguments the port of a PostgreSQL server on this machine, whose role postgres needs no password; the
     *     database; the endpoint of S3; the region; the bucket, which is created
     */
    public static void main(String... arguments) throws IOException {
        var server = TestServer.at(Integer.parseInt(arguments[0]));
        try (var s3 = s3(arguments[2], arguments[3]);
                var standIn = new RedshiftStandIn(server, arguments[1]).s3(s3)) {
            s3.createBucket(request -> request.bucket(arguments[4]));
            System.out.println(standIn.port());
            var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (input.readLine() != null) {
                standIn.forget();
                System.out.println(standIn.gate().refused().size());
            }
        }
    }

    private static S3Client s3(String endpoint, String region) {
        var credentials = AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret");
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.of(region))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
