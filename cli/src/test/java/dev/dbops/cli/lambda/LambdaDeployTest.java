package dev.dbops.cli.lambda;

import static dev.dbops.cli.lambda.PipelineProject.COMPLETE;
import static dev.dbops.cli.lambda.PipelineProject.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedGroups;
import dev.dbops.aws.EmulatedMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaDeployTest {
    /** A pipeline that only forwards: the smallest one. */
    private static final List<String> SMALL =
            List.of("VpcId=vpc-0123456789abcdef0", "SubnetIds=subnet-0123456789abcdef0", "Routes=* -> drop");

    @TempDir
    private Path directory;

    @TempDir
    private Path installation;

    private PipelineProject project;

    @BeforeEach
    void prepare() throws IOException {
        project = new PipelineProject(directory, installation);
    }

    @Test
    void theWholePipelineIsDeployedInAnEmptyAccount() {
        var run = project.cli().run(deploy(COMPLETE, "--yes")).succeeded();

        assertThat(project.stacks().status("pipeline")).isEqualTo("CREATE_COMPLETE");
        assertThat(run.out())
                .contains("add     SourceInstance ", "add     RouterFunctionAliaslive ")
                .contains("EventRouterFunction: pipeline-event-router:live\n")
                .contains("TriggersCommand: db-ops triggers-install --table TABLE --lambda"
                        + " arn:aws:lambda:eu-central-1:123456789012:function:pipeline-event-router:live\n");
        assertThat(run.err())
                .startsWith("uploaded s3://code/db-ops/")
                .containsSubsequence(
                        "pipeline CREATE_IN_PROGRESS (AWS::CloudFormation::Stack): User Initiated\n",
                        "Vpc CREATE_IN_PROGRESS (AWS::EC2::VPC)\n",
                        "RouterFunction CREATE_COMPLETE (AWS::Lambda::Function)\n",
                        "pipeline CREATE_COMPLETE (AWS::CloudFormation::Stack)\n",
                        "stack \"pipeline\" is CREATE_COMPLETE\n");
        assertThat(project.stacks().keys("code"))
                .hasSize(2)
                .allMatch(key -> key.matches("db-ops/[0-9a-f]{64}\\.(zip|template)"));
    }

    @Test
    void everyOptionalPartCanBeDeployed() {
        project.stacks().stream("changes");
        var parameters = List.of(
                "PostConfirmation=yes",
                "SourceId=cruddur-db",
                "CreateSource=yes",
                "UserPoolArn=arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_abc",
                "WarehouseWriter=yes",
                "WarehouseHost=lake.123456789012.eu-central-1.redshift-serverless.amazonaws.com",
                "WarehouseLogin=secret",
                "WarehouseSecretArn=arn:aws:secretsmanager:eu-central-1:123456789012:secret:lake-AbCdEf",
                "WarehouseWorkgroupId=0b1c2d3e-0000-4000-8000-000000000000",
                "WarehouseSecurityGroupId=" + new EmulatedGroups(project.aws()).group("lake"),
                "KinesisStreamArn=arn:aws:kinesis:eu-central-1:123456789012:stream/changes",
                "MskClusterArn=arn:aws:kafka:eu-central-1:123456789012:cluster/events/0b1c2d3e-1",
                "MskTopic=changes",
                "MessageStreamArn=" + EmulatedMessages.create(project.aws()).stream(),
                "RouteFunction=orders",
                "RouteBucket=lake",
                "EventBucket=lake",
                "LogsEndpoint=yes",
                "StsEndpoint=yes",
                "AlarmTopicArn=arn:aws:sns:eu-central-1:123456789012:alarms",
                "SecretKeyArn=arn:aws:kms:eu-central-1:123456789012:key/1");

        var run = project.cli().run(deploy(parameters, "--yes")).succeeded();

        assertThat(run.out())
                .contains(
                        "RouterStreamMapping",
                        "RouterTopicMapping",
                        "MessagesStreamMapping",
                        "UsersPermission",
                        "S3VpcEndpoint",
                        "SecretsVpcEndpoint")
                .contains("StreamAgeAlarm", "TopicLagAlarm", "FunctionToWarehouse");
        project.stacks()
                .metric("IteratorAge", "pipeline-event-router", 65_000)
                .metric("IteratorAge", "pipeline-message-stream", 3_000)
                .alarm("", "OK");
        assertThat(project.cli().run("lambda-status", "pipeline").out())
                .containsPattern("mapping +RouterStreamMapping +Enabled +65 s +kinesis stream/changes")
                .containsPattern(
                        "mapping +MessagesStreamMapping +Enabled +3 s +dynamodb table/cruddur-messages/stream/");
    }

    @Test
    void aSecondDeploymentUploadsAndChangesNothing() {
        project.cli().run(deploy(SMALL, "--yes")).succeeded();

        var run = project.cli().run("lambda-deploy", "pipeline").succeeded();

        assertThat(run.out()).isEqualTo("stack \"pipeline\" is as the template says: no changes\n");
        assertThat(run.err()).startsWith("already there: s3://code/db-ops/");
        assertThat(project.stacks().keys("code")).hasSize(2);
    }

    @Test
    void aNewPackageMakesNewVersionsAndKeepsTheParameters() throws IOException {
        project.cli().run(deploy(SMALL, "--yes")).succeeded();
        project.install(PipelineProject.zip("second"));

        var run = project.cli().run("lambda-deploy", "pipeline", "--yes").succeeded();

        assertThat(run.out())
                .containsPattern("modify +RouterFunction +AWS::Lambda::Function +no")
                .containsPattern("add +RouterFunctionVersion\\w+ +AWS::Lambda::Version")
                .containsPattern("remove +RouterFunctionVersion\\w+ +AWS::Lambda::Version +stays outside the stack")
                .doesNotContain("SecurityGroup");
        assertThat(project.stacks().status("pipeline")).isEqualTo("UPDATE_COMPLETE");
    }

    @Test
    void aDryRunShowsTheChangeSetAndRemovesIt() {
        var run = project.cli().run(deploy(SMALL, "--dry-run")).succeeded();

        assertThat(run.out()).containsPattern("add +RouterFunction +AWS::Lambda::Function");
        assertThat(run.err()).contains("note: the change set was made, and is removed again");
        assertThat(project.stacks().status("pipeline")).isEmpty();
        assertThat(project.stacks().keys("code")).singleElement().asString().endsWith(".template");
        assertThat(project.aws().calls()).doesNotContain("cloudformation:ExecuteChangeSet");
    }

    @Test
    void aDryRunOfAnUpdateLeavesTheStack() {
        project.cli().run(deploy(SMALL, "--yes")).succeeded();

        var run = project.cli()
                .run("lambda-deploy", "pipeline", "--parameter", "InboxDays=30", "--dry-run")
                .succeeded();

        assertThat(run.out()).containsPattern("modify +RouterFunction +AWS::Lambda::Function +no");
        assertThat(project.stacks().status("pipeline")).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void parametersThatDoNotFitAreAllNamedBeforeAnythingIsSent() {
        var run = project.cli()
                .run(deploy(
                        List.of("Subnets=a", "VpcId=vpc-1", "InboxDays=0", "LogLevel=LOUD", "UsersIdColumn="), "--yes"))
                .failed(2);

        assertThat(run.err())
                .startsWith("error: the parameters do not fit template.yaml: "
                        + "there is no parameter Subnets; did you mean SubnetIds?; ")
                .contains("VpcId is \"vpc-1\"; it must be the ID of a VPC")
                .contains("InboxDays is \"0\"; it must be at least 1 and at most 3650")
                .contains("LogLevel is \"LOUD\"; choose from TRACE, DEBUG")
                .contains("UsersIdColumn has 0 characters; it must have at least 1 and at most 63 characters")
                .contains("hint: pass --parameter NAME=VALUE");
        assertThat(project.aws().calls()).containsExactly("s3:CreateBucket", "cloudformation:DescribeStacks");
    }

    @Test
    void parametersThatDoNotFitEachOtherAreRefused() {
        var run = project.cli()
                .run(deploy(List.of("TargetId=cruddur-copy", "WarehouseWriter=yes"), "--yes"))
                .failed(2);

        assertThat(run.err())
                .contains("an existing target needs TargetSecretArn; an existing target needs TargetSecurityGroupId")
                .contains("WarehouseWriter \"yes\" needs WarehouseHost");
    }

    @Test
    void withoutATerminalNothingIsDeployed() {
        var run = project.cli().run(deploy(SMALL)).failed(5);

        assertThat(run.err())
                .containsPattern("error: this will create stack \"pipeline\" in eu-central-1: \\d+ resources\n"
                        + "hint: if that is meant, pass --yes");
        assertThat(project.stacks().status("pipeline")).isEmpty();
    }

    @Test
    void aPersonIsAskedAfterTheChangesWereShown() {
        var refused = project.cli().typing("n\n").run(deploy(SMALL)).failed(5);

        assertThat(refused.out()).contains("RouterFunction");
        assertThat(refused.err()).contains("Continue? [y/N] ", "not confirmed; nothing was changed");
        assertThat(project.stacks().status("pipeline")).isEmpty();

        project.cli().typing("y\n").run(deploy(SMALL)).succeeded();

        assertThat(project.stacks().status("pipeline")).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void theFirstCauseOfAFailureIsTheError() {
        project.aws().settleAfter(3);
        project.stacks()
                .fail("RouterFunction", "CREATE", "The role defined for the function cannot be assumed by Lambda.");

        var run = project.cli().run(deploy(SMALL, "--yes")).failed(1);

        assertThat(run.err())
                .contains("RouterFunction CREATE_FAILED", "Resource creation cancelled")
                .contains("error: the deployment of stack \"pipeline\" failed: RouterFunction (AWS::Lambda::Function):"
                        + " The role defined for the function cannot be assumed by Lambda.\n"
                        + "hint: stack \"pipeline\" is ROLLBACK_COMPLETE; correct the cause, and deploy again");
    }

    @Test
    void theRemainsOfAFailedCreationAreDeletedFirst() {
        project.stacks().fail("RouterFunction", "CREATE", "no");
        project.cli().run(deploy(SMALL, "--yes")).failed(1);

        var dry = project.cli().run(deploy(SMALL, "--dry-run")).succeeded();
        var run = project.cli().typing("y\ny\n").run(deploy(SMALL)).succeeded();

        assertThat(dry.err())
                .isEqualTo("would delete the remains of stack \"pipeline\", whose creation failed, and create it\n");
        assertThat(run.err())
                .contains("this will delete the remains of stack \"pipeline\", whose creation failed, and create it."
                        + " Continue?");
        assertThat(project.stacks().status("pipeline")).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void aFailedUpdateIsTakenBack() {
        project.cli().run(deploy(SMALL, "--yes")).succeeded();
        project.stacks().fail("RouterFunction", "UPDATE", "too large");

        var run = project.cli()
                .run("lambda-deploy", "pipeline", "--parameter", "FunctionMemory=2048", "--yes")
                .failed(1);

        assertThat(run.err())
                .contains("failed: RouterFunction (AWS::Lambda::Function): too large\n"
                        + "hint: stack \"pipeline\" is UPDATE_ROLLBACK_COMPLETE");
    }

    @Test
    void whatLosesDataNeedsTheNameOfTheStack() {
        project.cli().run(deploy(SMALL, "--yes")).succeeded();
        var words = new String[] {"lambda-deploy", "pipeline", "--parameter", "EventQueue=no", "--yes"};

        var refused = project.cli().run(words).failed(5);

        assertThat(refused.out()).containsPattern("remove +Events +AWS::SQS::Queue +data loss");
        assertThat(refused.err())
                .contains("warning: Events (AWS::SQS::Queue): data loss")
                .contains("some with their data\nhint: if that is meant, pass --confirm pipeline");

        project.cli()
                .run("lambda-deploy", "pipeline", "--parameter", "EventQueue=no", "--confirm", "pipeline")
                .succeeded();
        assertThat(project.stacks().status("pipeline")).isEqualTo("UPDATE_COMPLETE");
    }

    @Test
    void aStackThatIsBusyOrBrokenIsRefused() {
        project.cli().run(deploy(SMALL, "--yes")).succeeded();
        project.stacks().status("pipeline", "UPDATE_IN_PROGRESS");
        assertThat(project.cli().run(deploy(SMALL, "--yes")).failed(1).err())
                .contains("stack \"pipeline\" is busy: UPDATE_IN_PROGRESS\n"
                        + "hint: wait until it is done: db-ops lambda-status pipeline");

        project.stacks().status("pipeline", "UPDATE_ROLLBACK_FAILED");
        assertThat(project.cli().run(deploy(SMALL, "--yes")).failed(1).err())
                .contains("aws cloudformation continue-update-rollback");

        project.stacks().status("pipeline", "ROLLBACK_FAILED");
        assertThat(project.cli().run(deploy(SMALL, "--yes")).failed(1).err())
                .contains(
                        "is ROLLBACK_FAILED and cannot be updated",
                        "hint: delete what is left of it: db-ops lambda-remove pipeline");
    }

    @Test
    void aWaitThatIsTooLongIsATimeoutAndTheDeploymentContinues() {
        project.aws().settleAfter(1000);

        var run = project.cli().run(deploy(SMALL, "--yes", "--timeout", "0s")).failed(6);

        assertThat(run.err())
                .contains("error: the change set of stack \"pipeline\" is still CREATE_IN_PROGRESS after 0 ms");
    }

    @Test
    void anInterruptLeavesTheDeploymentToAws() {
        project.aws().settleAfter(100_000);
        try (var running = project.cli().start(deploy(SMALL, "--yes"))) {
            running.await(shown -> shown.err().contains("CREATE_IN_PROGRESS"));

            var run = running.interrupt().failed(130);

            assertThat(run.err())
                    .contains("interrupted while waiting for stack \"pipeline\"")
                    .contains("hint: AWS continues; to see its state: db-ops lambda-status pipeline");
        }
        assertThat(project.stacks().status("pipeline")).isEqualTo("CREATE_IN_PROGRESS");
    }

    @Test
    void anInterruptBeforeTheDeploymentLeavesNothing() {
        project.aws().settleAfter(100_000);
        try (var running = project.cli().start(deploy(SMALL, "--yes"))) {
            running.await(_ -> project.aws().calls().contains("cloudformation:DescribeChangeSet"));

            var run = running.interrupt().failed(130);

            assertThat(run.err()).doesNotContain("the change set stays");
        }
        assertThat(project.aws().calls())
                .contains("cloudformation:DeleteChangeSet")
                .doesNotContain("cloudformation:ExecuteChangeSet");
        assertThat(project.stacks().status("pipeline")).isEmpty();
    }

    @Test
    void theCauseInsideAnInnerStackIsTheError() throws IOException {
        project.stacks().bucket("templates").fail("Inner", "CREATE", "A queue of this name exists.");
        project.put("templates", "inner.yaml", "Resources: {Inner: {Type: 'AWS::SQS::Queue'}}");
        project.file("outer.yaml", """
            Resources:
              Child:
                Type: AWS::CloudFormation::Stack
                Properties: {TemplateURL: 'https://s3.eu-central-1.amazonaws.com/templates/inner.yaml'}
            """);

        var run = project.cli()
                .run("lambda-deploy", "outer", "--bucket", "code", "--template", "outer.yaml", "--yes")
                .failed(1);

        assertThat(run.err())
                .contains("error: the deployment of stack \"outer\" failed: Inner (AWS::SQS::Queue): A queue of this"
                        + " name exists.\n");
        assertThat(project.stacks().keys("code")).as("without a package").hasSize(1);
    }

    @Test
    void aTemplateWithNamedRolesIsRefused() throws IOException {
        project.file("named.yaml", """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties: {RoleName: admin, AssumeRolePolicyDocument: {Statement: []}}
            """);

        var run = project.cli()
                .run("lambda-deploy", "named", "--bucket", "code", "--template", "named.yaml", "--yes")
                .failed(5);

        assertThat(run.err())
                .contains("the template needs more than db-ops acknowledges: Requires capabilities :"
                        + " [CAPABILITY_NAMED_IAM]");
    }

    @Test
    void hiddenValuesAreNeverShownAndAreKept() throws IOException {
        project.file("secret.yaml", """
            Parameters:
              Password: {Type: String, NoEcho: true, MinLength: 12, AllowedPattern: '[a-z0-9]+', ConstraintDescription: must be small}
              Delay: {Type: Number, Default: 0}
            Resources:
              Queue:
                Type: AWS::SQS::Queue
                Properties: {DelaySeconds: !Ref Delay}
            """);
        var first = new String[] {"lambda-deploy", "secret", "--bucket", "code", "--template", "secret.yaml", "--yes"};

        var refused = project.cli()
                .run(with(first, "--parameter", "Password=Hunter2"))
                .failed(2);
        project.cli().run(with(first, "--parameter", "Password=correcthorse")).succeeded();
        var run = project.cli()
                .run(with(first, "--parameter", "Delay=5", "-o", "json"))
                .succeeded();

        assertThat(refused.err())
                .contains("Password has 7 characters", "Password is a value that is not allowed; it must be small")
                .doesNotContain("Hunter2");
        assertThat(run.out() + run.err()).contains("UPDATE_COMPLETE").doesNotContain("correcthorse");
    }

    private static String[] with(String[] words, String... further) {
        return Stream.concat(Stream.of(words), Stream.of(further)).toArray(String[]::new);
    }

    @Test
    void bucketsThatCannotBeUsedAreUsageErrors() {
        assertThat(project.cli()
                        .run("lambda-deploy", "pipeline", "--yes")
                        .failed(2)
                        .err())
                .contains("error: no bucket is named\nhint: pass --bucket NAME, a bucket in eu-central-1");
        assertThat(project.cli()
                        .run(
                                "lambda-deploy",
                                "pipeline",
                                "--bucket",
                                "none",
                                "--parameter",
                                "Routes=* -> drop",
                                "--yes")
                        .failed(2)
                        .err())
                .contains("error: there is no bucket \"none\"\n"
                        + "hint: create it: aws s3 mb s3://none --region eu-central-1");
        assertThat(project.cli()
                        .run("lambda-deploy", "pipeline", "--bucket", "No_Bucket", "--yes")
                        .failed(2)
                        .err())
                .contains("error: \"No_Bucket\" is not the name of a bucket");
        project.aws().fail("s3:GetObject", "PermanentRedirect", 301, 1);
        assertThat(project.cli().run(deploy(SMALL, "--yes")).failed(2).err())
                .contains("error: bucket \"code\" is not in eu-central-1");
    }

    @Test
    void deniedRequestsNameTheAction() {
        project.aws().fail("cloudformation:CreateChangeSet", "AccessDenied", 403, 9);

        assertThat(project.cli().run(deploy(SMALL, "--yes")).failed(4).err())
                .contains("error: AWS denies cloudformation:CreateChangeSet");
    }

    @Test
    void aChangeSetThatCannotBeMadeIsRemoved() throws IOException {
        project.file("broken.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Function: {Type: 'AWS::Serverless::Function', Properties: {Runtime: java25}}
            """);

        var run = project.cli()
                .run("lambda-deploy", "broken", "--bucket", "code", "--template", "broken.yaml", "--yes")
                .failed(1);

        assertThat(run.err())
                .contains("error: CloudFormation cannot make the changes of stack \"broken\": Transform")
                .contains("hint: correct the template or the parameters; nothing was changed");
        assertThat(project.stacks().status("broken")).isEmpty();
    }

    @Test
    void filesThatAreNotTemplatesAreUsageErrors() throws IOException {
        project.file("empty.yaml", "").file("deep.yaml", "Resources: &a {Again: *a}\n");

        for (var name : List.of("empty.yaml", "deep.yaml", "none.yaml")) {
            project.cli()
                    .run("lambda-deploy", "other", "--bucket", "code", "--template", name, "--yes")
                    .failed(2);
        }
        project.uninstall();
        assertThat(project.cli().run(deploy(SMALL, "--yes")).failed(1).err())
                .contains("error: this installation of db-ops has no template for AWS Lambda");
    }

    @Test
    void theResultIsJson() {
        var run = project.cli().run(deploy(SMALL, "--yes", "-o", "json")).succeeded();

        assertThat(run.out())
                .startsWith(
                        "{\"stack\":\"pipeline\",\"status\":\"CREATE_COMPLETE\",\"changes\":[{\"action\":\"add\",\"resource\":\"FunctionGroup\"")
                .contains("\"outputs\":[{\"output\":\"EventRouterFunction\",\"value\":\"pipeline-event-router:live\"");
    }
}
