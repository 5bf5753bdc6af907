package dev.dbops.aws;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients of one region, each made when it is first used, by whichever thread. */
public final class AwsClients implements AutoCloseable {
    /** A function runs for 15 minutes at most (Lambda quotas), and starts before that. */
    private static final Duration LONGEST_INVOCATION = Duration.ofMinutes(16);

    /** A function is throttled for longer than an API: half a minute in all. */
    private static final int ATTEMPTS_TO_INVOKE = 8;

    private final AwsSettings settings;
    private final Region region;
    private final ProfileFile profiles;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final List<SdkAutoCloseable> opened = new ArrayList<>();
    private Ec2Client ec2;
    private RdsClient rds;
    private CloudWatchClient cloudWatch;
    private CognitoIdentityProviderClient cognito;
    private SecretsManagerClient secrets;
    private LambdaClient lambda;
    private S3Client s3;
    private SqsClient sqs;
    private IamClient iam;
    private CloudWatchLogsClient logs;
    private StsClient sts;

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

    /** The client of EC2: security groups. */
    public synchronized Ec2Client ec2() {
        if (ec2 == null) {
            ec2 = build(Ec2Client.builder(), "EC2");
        }
        return ec2;
    }

    /** The client of RDS. */
    public synchronized RdsClient rds() {
        if (rds == null) {
            rds = build(RdsClient.builder(), "RDS");
        }
        return rds;
    }

    /** The client of CloudWatch: metrics of instances. */
    public synchronized CloudWatchClient cloudWatch() {
        if (cloudWatch == null) {
            cloudWatch = build(CloudWatchClient.builder(), "CLOUDWATCH");
        }
        return cloudWatch;
    }

    /** The client of Cognito user pools. */
    public synchronized CognitoIdentityProviderClient cognito() {
        if (cognito == null) {
            cognito = build(CognitoIdentityProviderClient.builder(), "COGNITO_IDENTITY_PROVIDER");
        }
        return cognito;
    }

    /** The client of Secrets Manager. */
    public synchronized SecretsManagerClient secrets() {
        if (secrets == null) {
            secrets = build(SecretsManagerClient.builder(), "SECRETS_MANAGER");
        }
        return secrets;
    }

    /** The client of Lambda: waits as long as a function may run, and asks a throttled one for longer. */
    public synchronized LambdaClient lambda() {
        if (lambda == null) {
            var retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                    .maxAttempts(settings.attempts(ATTEMPTS_TO_INVOKE))
                    .build();
            var patient = WarmHttpClient.of(settings, LONGEST_INVOCATION);
            lambda = build(LambdaClient.builder(), "LAMBDA", patient, builder -> builder.retryStrategy(retries));
        }
        return lambda;
    }

    /** The client of IAM, which has one endpoint for all regions of a partition. */
    public synchronized IamClient iam() {
        if (iam == null) {
            iam = build(IamClient.builder(), "IAM");
        }
        return iam;
    }

    /** The client of CloudWatch Logs: what functions have logged. */
    public synchronized CloudWatchLogsClient logs() {
        if (logs == null) {
            logs = build(CloudWatchLogsClient.builder(), "CLOUDWATCH_LOGS");
        }
        return logs;
    }

    /** The client of STS: whose credentials these are. */
    public synchronized StsClient sts() {
        if (sts == null) {
            sts = build(StsClient.builder(), "STS");
        }
        return sts;
    }

    /** The client of S3: objects. */
    public synchronized S3Client s3() {
        if (s3 == null) {
            s3 = build(S3Client.builder(), "S3");
        }
        return s3;
    }

    /** The client of SQS: queues. */
    public synchronized SqsClient sqs() {
        if (sqs == null) {
            sqs = build(SqsClient.builder(), "SQS");
        }
        return sqs;
    }

    /** The token that an instance accepts as a password; no request is sent. */
    public String token(String host, int port, String user) {
        return new DatabaseToken(host, port, user).sign(region, credentials.resolveCredentials(), Clock.systemUTC());
    }

    private <C extends SdkAutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
            B builder, String service) {
        // requests are retried after throttling and temporary failures, with pauses
        return build(builder, service, http, configuration -> configuration.retryStrategy(RetryMode.STANDARD));
    }

    private <C extends SdkAutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
            B builder, String service, SdkHttpClient over, Consumer<ClientOverrideConfiguration.Builder> retries) {
        settings.endpoint(service).ifPresent(builder::endpointOverride);
        var client = builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(over)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .applyMutation(retries)
                        .defaultProfileFileSupplier(() -> profiles)
                        .defaultProfileName(settings.profileName())
                        .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, settings.application())
                        .build())
                .build();
        opened.add(client);
        return client;
    }

    @Override
    public synchronized void close() {
        opened.forEach(SdkAutoCloseable::close);
        http.close();
    }
}
