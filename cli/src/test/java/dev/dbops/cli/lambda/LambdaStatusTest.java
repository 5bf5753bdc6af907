package dev.dbops.cli.lambda;

import static dev.dbops.cli.lambda.PipelineProject.COMPLETE;
import static dev.dbops.cli.lambda.PipelineProject.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaStatusTest {
    @TempDir
    private Path directory;

    @TempDir
    private Path installation;

    private PipelineProject project;

    @BeforeEach
    void prepare() throws IOException {
        project = new PipelineProject(directory, installation);
        project.cli().run(deploy(COMPLETE, "--yes")).succeeded();
        project.stacks().alarm("", "OK");
    }

    @Test
    void aHealthyPipelineIsShownPartByPart() {
        var run = project.cli().run("lambda-status", "pipeline").succeeded();

        assertThat(run.out())
                .containsPattern("stack +pipeline +CREATE_COMPLETE")
                .containsPattern("function +pipeline-event-router:live +Active +version 1, SnapStart On, updated 2026")
                .containsPattern("mapping +RouterQueueMapping +Enabled +sqs pipeline-Events-")
                .containsPattern("proxy +pipeline-source +REGISTERING +to cruddur-db")
                .containsPattern("queue +Events +0")
                .containsPattern("alarm +EventsAgeAlarm +OK");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void whatIsUnhealthyIsMarkedAndIsExitCodeOne() {
        project.stacks().function("pipeline-event-router", """
            {"State": "Failed", "StateReason": "The snapshot failed.", "LastUpdateStatus": "Failed"}\
            """).mappings("""
                {"State": "Disabled", "LastProcessingResult": "PROBLEM: Function call failed"}\
                """).alarm("RefusedEvents", "ALARM");

        var run = project.cli().run("lambda-status", "pipeline").failed(1);

        assertThat(run.out())
                .containsPattern("function +pipeline-event-router:live +Failed ! +version 1, SnapStart On")
                .containsPattern("mapping +RouterQueueMapping +Disabled !");
        assertThat(run.err())
                .contains("warning: function pipeline-event-router:live is Failed: version 1, SnapStart On, updated"
                        + " 2026-11-29T16:33:56Z, last update Failed, The snapshot failed.\n")
                .containsPattern("warning: mapping RouterQueueMapping is Disabled: sqs \\S+ last result: PROBLEM:")
                .contains("warning: alarm RefusedEventsAlarm is ALARM: Events were refused\n");
    }

    @Test
    void theLagOfAQueueIsItsMessagesAndTheAgeOfTheOldest() {
        var queue = project.queue("EventQueueUrl");
        project.send(queue, "{}");
        project.send(queue, "{}");
        project.stacks().metric("ApproximateAgeOfOldestMessage", queue.substring(queue.lastIndexOf('/') + 1), 65);

        var run = project.cli().run("lambda-status", "pipeline").succeeded();

        assertThat(run.out()).containsPattern("queue +Events +2 +65 s");
    }

    @Test
    void partsThatWereDeletedOutsideTheStackAreMissing() {
        project.deleteFunction("pipeline-event-router");

        var run = project.cli().run("lambda-status", "pipeline", "-o", "json").failed(1);

        assertThat(run.out())
                .contains(
                        "{\"part\":\"function\",\"name\":\"pipeline-event-router:live\",\"state\":\"missing\",\"healthy\":false");
    }

    @Test
    void aFailedResourceIsShownWithItsReason() {
        project.stacks().fail("Events", "DELETE", "The queue is busy.");
        project.cli().run("lambda-remove", "pipeline", "--confirm", "pipeline").failed(1);

        var run = project.cli().run("lambda-status", "pipeline").failed(1);

        assertThat(run.out())
                .containsPattern("stack +pipeline +DELETE_FAILED !")
                .containsPattern("resource +Events +DELETE_FAILED ! +The queue is busy.");
    }

    @Test
    void aStackThatDoesNotExistIsAUsageError() {
        var run = project.cli().run("lambda-status", "other").failed(2);

        assertThat(run.err())
                .contains("error: there is no stack \"other\" in eu-central-1\nhint: check its name and --region");
    }

    @Test
    void aNameThatNoStackCanHaveIsAUsageError() {
        assertThat(project.cli().run("lambda-status", "a_b").failed(2).err())
                .contains("error: \"a_b\" is not the name of a stack");
    }

    @Test
    void deniedRequestsNameTheAction() {
        project.aws().fail("cloudwatch:DescribeAlarms", "AccessDenied", 403, 9);

        assertThat(project.cli().run("lambda-status", "pipeline").failed(4).err())
                .contains("error: AWS denies cloudwatch:DescribeAlarms");
    }
}
