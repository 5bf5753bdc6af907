package dev.dbops.aws;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftserverless.RedshiftServerlessClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients of one region, each made when it is first used, by whichever thread. */
public final class AwsClients implements AutoCloseable {
    /** A function runs for 15 minutes at most (Lambda quotas), and starts before that. */
    private static final Duration LONGEST_INVOCATION = Duration.ofMinutes(16);

    /** As the SDK sends a request by default. */
    private static final int ATTEMPTS = 3;

    /** A function is throttled for longer than an API: half a minute in all. */
    private static final int ATTEMPTS_TO_INVOKE = 8;

    /** A table without capacity recovers in seconds. */
    private static final int ATTEMPTS_AT_TABLE = 10;

    private final AwsSettings settings;
    private final Region region;
    private final ProfileFile profiles;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final Map<Class<?>, SdkAutoCloseable> opened = new HashMap<>();

    /**
     * @param region the region to ask in; empty for the one of the settings
     * @throws dev.dbops.OpsException of kind USAGE when there is no region, it cannot be one, or the profile is not
     *     there
     */
    public AwsClients(AwsSettings settings, Optional<String> region) {
        this.settings = settings;
        this.profiles = settings.profiles();
        this.region = region.isPresent() ? AwsSettings.named(region.get()) : settings.region(profiles);
        this.http = WarmHttpClient.of(settings);
        this.credentials = new AccountCredentials(settings, new LoginClients(settings, profiles, this.region, http));
    }

    private AwsClients(AwsClients other, String region) {
        this.settings = other.settings;
        this.profiles = other.profiles;
        this.region = AwsSettings.named(region);
        this.credentials = other.credentials;
        this.http = WarmHttpClient.of(settings);
    }

    /** The same account, with the same credentials, in another region; must be closed separately. */
    public AwsClients inRegion(String other) {
        return new AwsClients(this, other);
    }

    /** The region of the requests, such as eu-central-1. */
    public String region() {
        return region.id();
    }

    /**
     * The maximum number of attempts for a request: AWS_MAX_ATTEMPTS.
     *
     * @param otherwise the number where the variable is not set
     * @throws dev.dbops.OpsException of kind USAGE when the variable is not a positive number
     */
    public int attempts(int otherwise) {
        return settings.attempts(otherwise);
    }

    /** The client of EC2: security groups. */
    public Ec2Client ec2() {
        return client(Ec2Client.class, () -> build(Ec2Client.builder(), "EC2"));
    }

    /** The client of RDS. */
    public RdsClient rds() {
        return client(RdsClient.class, () -> build(RdsClient.builder(), "RDS"));
    }

    /** The client of CloudWatch: metrics of instances. */
    public CloudWatchClient cloudWatch() {
        return client(CloudWatchClient.class, () -> build(CloudWatchClient.builder(), "CLOUDWATCH"));
    }

    /** The client of Cognito user pools. */
    public CognitoIdentityProviderClient cognito() {
        return client(
                CognitoIdentityProviderClient.class,
                () -> build(CognitoIdentityProviderClient.builder(), "COGNITO_IDENTITY_PROVIDER"));
    }

    /** The client of Secrets Manager. */
    public SecretsManagerClient secrets() {
        return client(SecretsManagerClient.class, () -> build(SecretsManagerClient.builder(), "SECRETS_MANAGER"));
    }

    /** The client of Lambda: waits as long as a function may run, and asks a throttled one for longer. */
    public LambdaClient lambda() {
        return client(LambdaClient.class, () -> {
            var retries = new PatientRetries(attempts(ATTEMPTS_TO_INVOKE), attempts(ATTEMPTS));
            var patient = WarmHttpClient.of(settings, LONGEST_INVOCATION);
            return build(LambdaClient.builder(), "LAMBDA", patient, builder -> builder.retryStrategy(retries));
        });
    }

    /** The client of DynamoDB: throttled requests are retried for longer, because the capacity of a table is small. */
    public DynamoDbClient dynamo() {
        return client(DynamoDbClient.class, () -> {
            var retries = new PatientRetries(attempts(ATTEMPTS_AT_TABLE), attempts(ATTEMPTS));
            return build(DynamoDbClient.builder(), "DYNAMODB", http, builder -> builder.retryStrategy(retries));
        });
    }

    /** The client of IAM, which has one endpoint for all regions of a partition. */
    public IamClient iam() {
        return client(IamClient.class, () -> build(IamClient.builder(), "IAM"));
    }

    /** The client of CloudWatch Logs: what functions have logged. */
    public CloudWatchLogsClient logs() {
        return client(CloudWatchLogsClient.class, () -> build(CloudWatchLogsClient.builder(), "CLOUDWATCH_LOGS"));
    }

    /** The client of STS: whose credentials these are. */
    public StsClient sts() {
        return client(StsClient.class, () -> build(StsClient.builder(), "STS"));
    }

    /** The client of S3: objects. */
    public S3Client s3() {
        return client(S3Client.class, () -> build(S3Client.builder(), "S3"));
    }

    /** The client of Kinesis: data streams. */
    public KinesisClient kinesis() {
        return client(KinesisClient.class, () -> build(KinesisClient.builder(), "KINESIS"));
    }

    /** The client of SQS: queues. */
    public SqsClient sqs() {
        return client(SqsClient.class, () -> build(SqsClient.builder(), "SQS"));
    }

    /** The client of Redshift: provisioned clusters. */
    public RedshiftClient redshift() {
        return client(RedshiftClient.class, () -> build(RedshiftClient.builder(), "REDSHIFT"));
    }

    /** The client of Redshift Serverless: workgroups. */
    public RedshiftServerlessClient redshiftServerless() {
        return client(
                RedshiftServerlessClient.class, () -> build(RedshiftServerlessClient.builder(), "REDSHIFT_SERVERLESS"));
    }

    /** The client of the Redshift Data API: statements without a connection. */
    public RedshiftDataClient redshiftData() {
        return client(RedshiftDataClient.class, () -> build(RedshiftDataClient.builder(), "REDSHIFT_DATA"));
    }

    /** The client of the RDS Data API: statements for Aurora. */
    public RdsDataClient rdsData() {
        return client(RdsDataClient.class, () -> {
            var patient = WarmHttpClient.of(settings, StatementRequests.LONGEST);
            return build(RdsDataClient.builder(), "RDS_DATA", patient, StatementRequests::limitRetries);
        });
    }

    /** The client of CloudFormation: stacks. */
    public CloudFormationClient cloudFormation() {
        return client(CloudFormationClient.class, () -> build(CloudFormationClient.builder(), "CLOUDFORMATION"));
    }

    /** The token that an instance accepts as a password; no request is sent. */
    public String token(String host, int port, String user) {
        return new DatabaseToken(host, port, user).sign(region, credentials.resolveCredentials(), Clock.systemUTC());
    }

    /** The token that a cluster of Amazon MSK in this region accepts as a login; no request is sent. */
    public KafkaToken kafkaToken() {
        return AwsCall.of(
                "kafka-cluster:Connect",
                () -> KafkaToken.sign(region, credentials.resolveCredentials(), Clock.systemUTC()));
    }

    private synchronized <C extends SdkAutoCloseable> C client(Class<C> type, Supplier<C> builder) {
        return type.cast(opened.computeIfAbsent(type, _ -> builder.get()));
    }

    private <C extends SdkAutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
            B builder, String service) {
        // requests are retried after throttling and temporary failures, with pauses
        return build(builder, service, http, configuration -> configuration.retryStrategy(RetryMode.STANDARD));
    }

    private <C extends SdkAutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
            B builder, String service, SdkHttpClient over, Consumer<ClientOverrideConfiguration.Builder> retries) {
        settings.endpoint(service).ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(over)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .applyMutation(retries)
                        .defaultProfileFileSupplier(() -> profiles)
                        .defaultProfileName(settings.profileName())
                        .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, settings.application())
                        .build())
                .build();
    }

    @Override
    public synchronized void close() {
        opened.values().forEach(SdkAutoCloseable::close);
        http.close();
    }
}
