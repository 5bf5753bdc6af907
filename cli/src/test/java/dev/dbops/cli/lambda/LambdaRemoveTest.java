package dev.dbops.cli.lambda;

import static dev.dbops.cli.lambda.PipelineProject.COMPLETE;
import static dev.dbops.cli.lambda.PipelineProject.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaRemoveTest {
    private static final String[] REMOVE = {"lambda-remove", "pipeline", "--confirm", "pipeline"};

    @TempDir
    private Path directory;

    @TempDir
    private Path installation;

    private PipelineProject project;

    @BeforeEach
    void prepare() throws IOException {
        project = new PipelineProject(directory, installation);
        project.cli().run(deploy(COMPLETE, "--yes")).succeeded();
    }

    @Test
    void everyResourceIsDeletedAfterItsStackWasNamed() {
        project.aws().settleAfter(2);

        var run = project.cli()
                .typing("pipeline\n")
                .run("lambda-remove", "pipeline")
                .succeeded();

        assertThat(run.out()).containsPattern("RouterFunction +AWS::Lambda::Function +pipeline-event-router");
        assertThat(run.err())
                .contains("this will delete stack \"pipeline\" with 65 resources and the messages in its queues; of"
                        + " cruddur-db, cruddur-copy only a final snapshot remains\n")
                .contains("type the stack's name to continue: ")
                .contains("pipeline DELETE_COMPLETE (AWS::CloudFormation::Stack)\n")
                .contains("stack \"pipeline\" is deleted\n");
        assertThat(project.stacks().status("pipeline")).isEmpty();
        assertThat(project.cli().run("lambda-status", "pipeline").failed(2).err())
                .contains("there is no stack");
    }

    @Test
    void withoutItsNameNothingIsDeleted() {
        assertThat(project.cli()
                        .run("lambda-remove", "pipeline", "--yes")
                        .failed(5)
                        .err())
                .contains("hint: if that is meant, pass --confirm pipeline");
        assertThat(project.cli()
                        .typing("other\n")
                        .run("lambda-remove", "pipeline")
                        .failed(5)
                        .err())
                .contains("that is not the stack's name; nothing was changed");
        assertThat(project.cli()
                        .run("lambda-remove", "pipeline", "--confirm", "other")
                        .failed(5)
                        .err())
                .contains("--confirm names \"other\", but the stack is \"pipeline\"");
        assertThat(project.stacks().status("pipeline")).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void aDryRunShowsWhatWouldBeDeleted() {
        var run = project.cli()
                .run("lambda-remove", "pipeline", "--dry-run", "-o", "json")
                .succeeded();

        assertThat(run.out()).startsWith("{\"stack\":\"pipeline\",\"resources\":[{\"resource\":\"Vpc\"");
        assertThat(project.aws().calls()).doesNotContain("cloudformation:DeleteStack");
    }

    @Test
    void theFirstCauseOfAFailureIsTheErrorAndAResourceCanBeLeft() {
        project.stacks().fail("Events", "DELETE", "The queue is busy.");

        var run = project.cli().run(REMOVE).failed(1);
        var repeated = project.cli()
                .run("lambda-remove", "pipeline", "--confirm", "pipeline", "--retain", "Events")
                .succeeded();

        assertThat(run.err())
                .contains("error: the deletion of stack \"pipeline\" failed: Events (AWS::SQS::Queue): The queue is"
                        + " busy.\n"
                        + "hint: stack \"pipeline\" is DELETE_FAILED; remove the cause, and repeat the command, or"
                        + " leave a resource with --retain RESOURCE");
        assertThat(repeated.err()).contains("Events DELETE_SKIPPED (AWS::SQS::Queue)");
        assertThat(repeated.out()).doesNotContain("Events  ");
    }

    @Test
    void onlyWhatFailedCanBeLeft() {
        assertThat(project.cli()
                        .run("lambda-remove", "pipeline", "--retain", "Events")
                        .failed(2)
                        .err())
                .contains("--retain Events is possible only after a deletion that failed: stack \"pipeline\" is"
                        + " CREATE_COMPLETE");
        assertThat(project.cli()
                        .run("lambda-remove", "pipeline", "--retain", "Queue")
                        .failed(2)
                        .err())
                .contains("stack \"pipeline\" has no resource Queue");
    }

    @Test
    void aProtectedDatabaseIsTheCause() {
        project.cli()
                .run("rds-modify", "--instance", "cruddur-db", "--deletion-protection", "--yes")
                .succeeded();

        assertThat(project.cli().run(REMOVE).failed(1).err())
                .contains("failed: SourceInstance (AWS::RDS::DBInstance): Cannot delete protected DB Instance");
    }

    @Test
    void terminationProtectionAndABusyStackAreRefused() {
        project.stacks().status("pipeline", "UPDATE_IN_PROGRESS");
        assertThat(project.cli().run(REMOVE).failed(1).err())
                .contains("stack \"pipeline\" is busy: UPDATE_IN_PROGRESS");

        project.stacks().protect("pipeline");
        assertThat(project.cli().run(REMOVE).failed(5).err())
                .contains("stack \"pipeline\" has termination protection")
                .contains("aws cloudformation update-termination-protection --no-enable-termination-protection"
                        + " --stack-name pipeline");
    }
}
