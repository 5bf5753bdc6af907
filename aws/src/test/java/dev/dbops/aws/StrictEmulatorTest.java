package dev.dbops.aws;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulator refuses what AWS refuses: one request for each of its rules. */
@TestInstance(Lifecycle.PER_CLASS)
class StrictEmulatorTest {
    private static final String CREATE =
            "Action=CreateDBInstance&DBInstanceClass=db.t4g.micro&AllocatedStorage=20&MasterUsername=postgres"
                    + "&MasterUserPassword=secret99&Engine=postgres&DBInstanceIdentifier=";

    private final HttpClient http = HttpClient.newHttpClient();
    private AwsEmulator aws;

    @BeforeAll
    void anInstanceAClusterAndSnapshots() {
        aws = AwsEmulator.reset();
        accept("rds", CREATE + "db&EngineVersion=15.14&BackupRetentionPeriod=7");
        accept("rds", "Action=CreateDBSnapshot&DBInstanceIdentifier=db&DBSnapshotIdentifier=old");
        accept("rds", CREATE + "stopped");
        accept("rds", "Action=StopDBInstance&DBInstanceIdentifier=stopped");
        accept(
                "rds",
                "Action=CreateDBCluster&DBClusterIdentifier=multi&Engine=postgres&DBClusterInstanceClass=db.m6gd.large"
                    + "&AllocatedStorage=100&StorageType=io1&Iops=1000&MasterUsername=a&MasterUserPassword=secret99");
        accept(
                "rds",
                "Action=CreateDBClusterSnapshot&DBClusterIdentifier=multi&DBClusterSnapshotIdentifier=multi-snapshot");
        aws.control("shared-snapshot", "{\"kind\": \"DBSnapshot\", \"name\": \"theirs\"}");
        aws.control("shared-snapshot", "{\"kind\": \"DBSnapshot\", \"name\": \"secret\", \"encrypted\": true}");
    }

    @AfterEach
    void changesAreSeenAtOnce() {
        aws.settleAfter(0).lagging(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rds | DescribeDBInstances&Nonsense=1                                        | UnknownParameter
        rds | DescribeDBInstances&Filters.member.1.Name=x                           | UnknownParameter
        rds | DescribeDBInstances&Filters.Filter.1.Name=x                           | MissingParameter
        rds | DescribeDBInstances&MaxRecords=5                                      | ValidationError
        rds | DescribeDBInstances&MaxRecords=many                                   | MalformedInput
        rds | RebootDBInstance&DBInstanceIdentifier=db&ForceFailover=yes            | MalformedInput
        rds | RebootDBInstance                                                      | MissingParameter
        rds | DescribeDBProxies&DBProxyName=9a                                      | ValidationError
        rds | RegisterDBProxyTargets&DBProxyName=a--b                               | ValidationError
        rds | NoSuchOperation                                                       | InvalidAction
        ec2 | DescribeSecurityGroupRules&Nonsense=1                                 | UnknownParameter
        ec2 | AuthorizeSecurityGroupIngress&GroupId=sg-12345678&IpPermissions.1.FromPort=x | MalformedInput
        ec2 | CreateTags&ResourceId.1=sgr-1                                         | MissingParameter
        ec2 | DescribeSecurityGroupRules&MaxResults=2000                            | InvalidParameterValue
        """)
    void aRequestThatTheModelDoesNotAllowIsRefused(String service, String request, String code) {
        assertThat(refused(service, "Action=" + request)).contains("<Code>" + code + "</Code>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        cognito-idp    | AWSCognitoIdentityProviderService.ListUsers | {"UserPoolId": "eu-central-1_x", "Nonsense": 1} | SerializationException
        cognito-idp    | AWSCognitoIdentityProviderService.ListUsers | {} | InvalidParameterException
        cognito-idp    | AWSCognitoIdentityProviderService.ListUsers | {"UserPoolId": "x"} | InvalidParameterException
        cognito-idp    | AWSCognitoIdentityProviderService.ListUsers | {"UserPoolId": "eu-central-1_x", "Limit": 61} | InvalidParameterException
        secretsmanager | secretsmanager.GetSecretValue | {} | ValidationException
        secretsmanager | secretsmanager.GetSecretValue | {"SecretId": 7} | ValidationException
        logs           | Logs_20140328.FilterLogEvents | {"logGroupName": "a b"} | InvalidParameterException
        logs           | Logs_20140328.FilterLogEvents | {"logGroupName": "none"} | ResourceNotFoundException
        logs           | Logs_20140328.FilterLogEvents | {"logGroupName": "g", "limit": 10001} | InvalidParameterException
        """)
    void aDocumentThatTheModelDoesNotAllowIsRefused(String service, String target, String document, String code) {
        assertThat(send(service, target, document)).contains("\"" + code + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ModifyDBInstance&DBInstanceIdentifier=stopped&DeletionProtection=false | InvalidDBInstanceState
        StopDBCluster&DBClusterIdentifier=multi                                | InvalidParameterCombination
        StartDBCluster&DBClusterIdentifier=multi                               | InvalidParameterCombination
        CopyDBClusterSnapshot&SourceDBClusterSnapshotIdentifier=multi-snapshot&TargetDBClusterSnapshotIdentifier=x | InvalidParameterValue
        RestoreDBInstanceFromDBSnapshot&DBSnapshotIdentifier=old&DBInstanceIdentifier=new&DBParameterGroupName=default.postgres17 | InvalidParameterCombination
        RestoreDBInstanceToPointInTime&SourceDBInstanceIdentifier=db&TargetDBInstanceIdentifier=new&UseLatestRestorableTime=true&DBParameterGroupName=default.postgres17 | InvalidParameterCombination
        RestoreDBClusterFromSnapshot&SnapshotIdentifier=multi-snapshot&DBClusterIdentifier=new&Engine=postgres&DBClusterParameterGroupName=default.postgres99 | InvalidParameterCombination
        RestoreDBClusterToPointInTime&SourceDBClusterIdentifier=multi&DBClusterIdentifier=new&UseLatestRestorableTime=true&DBClusterParameterGroupName=default.postgres99 | InvalidParameterCombination
        CreateDBCluster&DBClusterIdentifier=new&Engine=aurora-postgresql&EngineVersion=17.5&DBClusterParameterGroupName=default.aurora-postgresql16 | InvalidParameterCombination
        DescribeDBSnapshots&DBSnapshotIdentifier=rds:db-1                      | DBSnapshotNotFound
        DescribeDBClusterSnapshots&DBClusterSnapshotIdentifier=rds:db-1        | DBClusterSnapshotNotFoundFault
        DescribeDBSnapshots&DBSnapshotIdentifier=theirs&IncludeShared=true     | DBSnapshotNotFound
        DescribeDBSnapshots&DBSnapshotIdentifier=arn:aws:rds:eu-central-1:210987654321:snapshot:theirs | DBSnapshotNotFound
        RestoreDBInstanceFromDBSnapshot&DBSnapshotIdentifier=theirs&DBInstanceIdentifier=new | DBSnapshotNotFound
        RestoreDBInstanceFromDBSnapshot&DBSnapshotIdentifier=arn:aws:rds:eu-central-1:210987654321:snapshot:secret&DBInstanceIdentifier=new | InvalidParameterCombination
        CopyDBSnapshot&SourceDBSnapshotIdentifier=arn:aws:rds:eu-central-1:210987654321:snapshot:secret&TargetDBSnapshotIdentifier=x | InvalidParameterCombination
        DescribeDBProxyTargets&DBProxyName=gone                                | DBProxyNotFoundFault
        AddRoleToDBInstance&DBInstanceIdentifier=db&RoleArn=arn:aws:iam::123456789012:role/none&FeatureName=Lambda      | InvalidParameterValue
        AddRoleToDBInstance&DBInstanceIdentifier=db&RoleArn=arn:aws:iam::123456789012:role/none&FeatureName=Nonsense    | InvalidParameterValue
        AddRoleToDBInstance&DBInstanceIdentifier=stopped&RoleArn=arn:aws:iam::123456789012:role/none&FeatureName=Lambda | InvalidDBInstanceState
        RemoveRoleFromDBInstance&DBInstanceIdentifier=db&RoleArn=arn:aws:iam::123456789012:role/none&FeatureName=Lambda | DBInstanceRoleNotFound
        AddRoleToDBCluster&DBClusterIdentifier=gone&RoleArn=arn:aws:iam::123456789012:role/none&FeatureName=Lambda      | DBClusterNotFoundFault
        """)
    void aRequestThatRdsDoesNotAllowIsRefused(String request, String code) {
        assertThat(refused("rds", "Action=" + request)).contains("<Code>" + code + "</Code>");
    }

    @Test
    void anIdentifierHasAtMostSixtyThreeCharacters() {
        assertThat(refused("rds", CREATE + "a".repeat(64))).contains("<Code>InvalidParameterValue</Code>");
        assertThat(refused("rds", CREATE + "a--b")).contains("<Code>InvalidParameterValue</Code>");
    }

    @Test
    void anInstanceOfAnotherFamilyIsRefused() {
        assertThat(refused("rds", CREATE + "new&EngineVersion=17.6&DBParameterGroupName=default.postgres16"))
                .contains("<Code>InvalidParameterCombination</Code>");
    }

    @Test
    void aSnapshotUnderTheDefaultKeyIsNotShared() {
        accept("rds", CREATE + "encrypted&StorageEncrypted=true");
        accept("rds", "Action=CreateDBSnapshot&DBInstanceIdentifier=encrypted&DBSnapshotIdentifier=kept");

        assertThat(refused(
                        "rds",
                        "Action=ModifyDBSnapshotAttribute&DBSnapshotIdentifier=kept&AttributeName=restore"
                                + "&ValuesToAdd.AttributeValue.1=210987654321"))
                .contains("default KMS key aws/rds");
    }

    @Test
    void aRuleHasAtMostFiftyTags() {
        var group = new EmulatedGroups(aws).group("tagged");
        var rule = new EmulatedGroups(aws).rule(group, "18.195.0.7/32", 5432, "");
        var tags = IntStream.rangeClosed(1, 51)
                .mapToObj("&Tag.%1$d.Key=k%1$d&Tag.%1$d.Value=v"::formatted)
                .collect(joining());

        assertThat(refused("ec2", "Action=CreateTags&ResourceId.1=" + rule + tags))
                .contains("<Code>TagLimitExceeded</Code>");
    }

    @Test
    void anErrorThatTheOperationDoesNotHaveIsAFaultOfTheTest() {
        aws.fail("rds:DescribeDBInstances", "DBProxyNotFoundFault", 404, 1);

        assertThat(send("rds", "", "Action=DescribeDBInstances")).contains("<Code>EmulatorFault</Code>");
    }

    @Test
    void anAnswerThatTheOperationDoesNotHaveIsAFaultOfTheTest() {
        aws.control(
                "described", "{\"name\": \"stopped\", \"element\": \"Nonsense\", \"xml\": \"<Nonsense>1</Nonsense>\"}");

        assertThat(send("rds", "", "Action=DescribeDBInstances&DBInstanceIdentifier=stopped"))
                .contains("<Code>EmulatorFault</Code>");
    }

    @Test
    void anInstanceThatIsBeingCreatedHasNoEndpointAndThePortIsZero() {
        aws.settleAfter(1);
        accept("rds", CREATE + "fresh");

        var described = accept("rds", "Action=DescribeDBInstances&DBInstanceIdentifier=fresh");

        assertThat(described).contains("<DbInstancePort>0</DbInstancePort>").doesNotContain("<Endpoint>");
        assertThat(accept("rds", "Action=DescribeDBInstances&DBInstanceIdentifier=fresh"))
                .contains("<DbInstancePort>0</DbInstancePort>", "<Port>5432</Port>");
    }

    @Test
    void aChangeIsSeenLate() {
        aws.lagging(2);
        accept("rds", "Action=DescribeDBInstances&DBInstanceIdentifier=db");
        accept("rds", "Action=ModifyDBInstance&DBInstanceIdentifier=db&DeletionProtection=true");

        for (var seen : new String[] {"false", "false", "true"}) {
            assertThat(accept("rds", "Action=DescribeDBInstances&DBInstanceIdentifier=db"))
                    .contains("<DeletionProtection>%s</DeletionProtection>".formatted(seen));
        }
    }

    private String accept(String service, String request) {
        var answer = send(service, "", request);
        assertThat(answer).as(request).doesNotContain("<Error>");
        return answer;
    }

    private String refused(String service, String request) {
        var answer = send(service, "", request);
        assertThat(answer).as(request).contains("<Error>");
        return answer;
    }

    private String send(String service, String target, String body) {
        var versions = service.equals("ec2") ? "2016-11-15" : "2014-10-31";
        var request = HttpRequest.newBuilder(URI.create(aws.url() + "/"))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261129/%s/%s/aws4_request, SignedHeaders=host, Signature=0"
                                .formatted(AwsEmulator.REGION, service));
        if (target.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(body + "&Version=" + versions));
        } else {
            request.header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", target)
                    .POST(BodyPublishers.ofString(body));
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
