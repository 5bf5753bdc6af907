package dev.dbops.cli.lambda;

import static dev.dbops.cli.lambda.PipelineProject.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline between databases that are there already, in their VPC. */
class ExistingDatabasesTest {
    private static final String SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:%s-AbCdEf";

    @TempDir
    private Path directory;

    @TempDir
    private Path installation;

    private PipelineProject project;
    private String source;
    private String target;

    @BeforeEach
    void prepare() throws IOException {
        project = new PipelineProject(directory, installation);
        var groups = new EmulatedGroups(project.aws());
        source = groups.group("source");
        target = groups.group("target");
        groups.instance("cruddur-db", source);
        groups.instance("cruddur-copy", target);
        try (var clients = project.aws().clients()) {
            var subnets = clients.ec2().describeSubnets().subnets();
            project.file("pipeline.yaml", """
                VpcId: %s
                SubnetIds: [%s, %s]
                SourceId: cruddur-db
                SourceSecretArn: %s
                SourceSecurityGroupId: %s
                EventQueue: no
                TargetId: cruddur-copy
                TargetSecretArn: %s
                TargetSecurityGroupId: %s
                """.formatted(
                            subnets.getFirst().vpcId(),
                            subnets.get(0).subnetId(),
                            subnets.get(1).subnetId(),
                            SECRET.formatted("source"),
                            source,
                            SECRET.formatted("target"),
                            target));
        }
    }

    @Test
    void theirGroupsLetTheProxiesInAndTheirRoleIsLeftToItsOwnCommand() {
        var run = project.cli()
                .run(deploy(List.of(), "--parameters", "pipeline.yaml", "--yes"))
                .succeeded();

        assertThat(run.out())
                .contains("LambdaRoleCommand: db-ops lambda-role --instance cruddur-db --function"
                        + " pipeline-event-router:live\n")
                .doesNotContain("UndeliveredEvents", "CallRouterRole", "AWS::EC2::VPC", "AWS::RDS::DBInstance");
        try (var clients = project.aws().clients()) {
            var rules = clients.ec2()
                    .describeSecurityGroups(request -> request.groupIds(source, target))
                    .securityGroups();
            assertThat(rules)
                    .allSatisfy(group -> assertThat(group.ipPermissions()).anySatisfy(rule -> {
                        assertThat(rule.fromPort()).isEqualTo(5432);
                        assertThat(rule.userIdGroupPairs()).hasSize(1);
                    }));
        }
        assertThat(project.cli().run("lambda-status", "pipeline").succeeded().out())
                .containsPattern("proxy +pipeline-target +REGISTERING +to cruddur-copy");

        var removed = project.cli()
                .run("lambda-remove", "pipeline", "--confirm", "pipeline")
                .succeeded();

        assertThat(removed.err())
                .contains("note: the database may still call the function, if that was set up; to remove that: db-ops"
                        + " lambda-role --instance cruddur-db --function pipeline-event-router:live --remove\n");
        assertThat(project.cli().run("rds-list").succeeded().out()).contains("cruddur-db", "cruddur-copy");
    }

    @Test
    void aTargetMayBeACluster() {
        new EmulatedGroups(project.aws()).cluster("cruddur-cluster", target);

        project.cli()
                .run(deploy(
                        List.of("TargetId=cruddur-cluster", "TargetKind=cluster"),
                        "--parameters",
                        "pipeline.yaml",
                        "--yes"))
                .succeeded();

        assertThat(project.stacks().status("pipeline")).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void aParameterOfTheCommandLineBeatsTheFile() {
        var run = project.cli()
                .run(deploy(List.of("TargetId=none"), "--parameters", "pipeline.yaml", "--yes"))
                .failed(1);

        assertThat(run.err())
                .contains("failed: TargetProxyTargets (AWS::RDS::DBProxyTargetGroup): DBInstance none not found.");
    }

    @Test
    void theParametersOfTheAwsCliAreReadToo() throws IOException {
        project.file("parameters.json", """
            [{"ParameterKey": "Routes", "ParameterValue": "* -> drop"},
             {"ParameterKey": "InboxDays", "UsePreviousValue": true}]
            """);

        project.cli()
                .run(deploy(List.of(), "--parameters", "parameters.json", "--dry-run"))
                .succeeded();
    }

    @Test
    void aFileThatHasNoParametersIsAUsageError() throws IOException {
        project.file("list.yaml", "- a\n- b\n").file("broken.yaml", "a: [\n");

        assertThat(project.cli()
                        .run(deploy(List.of(), "--parameters", "list.yaml"))
                        .failed(2)
                        .err())
                .contains("error: list.yaml has no parameters");
        assertThat(project.cli()
                        .run(deploy(List.of(), "--parameters", "broken.yaml"))
                        .failed(2)
                        .err())
                .contains("error: broken.yaml is not valid YAML: ");
        assertThat(project.cli()
                        .run(deploy(List.of(), "--parameters", "none.yaml"))
                        .failed(2)
                        .err())
                .contains("error: there is no file none.yaml");
        assertThat(project.cli().run(deploy(List.of("=x"))).failed(2).err())
                .contains("--parameter has no name: \"=x\"");
        assertThat(project.cli().run(deploy(List.of("A=1", "A=2"))).failed(2).err())
                .contains("the parameter A is given twice");
    }
}
