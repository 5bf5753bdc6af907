package dev.dbops.lambda.process;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.MfaPrompt;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A program that sends a request with each client that handlers use, in a process with the classes of the package. An
 * error of the service is an answer too.
 */
public final class PackageClients {
    private PackageClients() {}

    public static void main(String... arguments) {
        var settings = new AwsSettings(System.getenv(), Path.of("/tmp"), Optional.empty(), "test", MfaPrompt.NONE);
        try (var clients = new AwsClients(settings, Optional.empty())) {
            ask(
                    "S3",
                    () -> clients.s3()
                            .putObject(
                                    request -> request.bucket("events").key("a.jsonl"),
                                    RequestBody.fromString("{}\n")));
            ask(
                    "SQS",
                    () -> clients.sqs()
                            .sendMessage(request ->
                                    request.queueUrl("http://127.0.0.1/1/queue").messageBody("{}")));
            ask("Lambda", () -> clients.lambda().invoke(request -> request.functionName("f")));
            ask("Secrets Manager", () -> clients.secrets().getSecretValue(request -> request.secretId("s")));
            ask(
                    "Redshift Data API",
                    () -> clients.redshiftData()
                            .batchExecuteStatement(request ->
                                    request.database("d").workgroupName("w").sqls("SELECT 1")));
            ask(
                    "Redshift",
                    () -> clients.redshift()
                            .getClusterCredentials(
                                    request -> request.clusterIdentifier("c").dbUser("u")));
            ask(
                    "Redshift Serverless",
                    () -> clients.redshiftServerless().getCredentials(request -> request.workgroupName("w")));
            ask("DynamoDB", () -> clients.dynamo().query(request -> request.tableName("messages")));
        }
    }

    private static void ask(String service, Runnable request) {
        try {
            request.run();
        } catch (AwsServiceException e) {
            if (e.statusCode() == 0) {
                throw e;
            }
        }
        System.out.println(service + " answers");
    }
}
