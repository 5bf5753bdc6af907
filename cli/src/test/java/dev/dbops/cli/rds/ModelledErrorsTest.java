package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedAnswers.Error;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each error that the model of an action has, and some that all have: a sentence and the right exit code. */
@TestInstance(Lifecycle.PER_CLASS)
class ModelledErrorsTest {
    private static final List<Error> COMMON = List.of(
            new Error("AccessDenied", 403),
            new Error("ExpiredToken", 403),
            new Error("Throttling", 400),
            new Error("InternalFailure", 500),
            new Error("InvalidParameterValue", 400));

    /** EC2's model has no errors of its operations. */
    private static final List<Error> OF_EC2 = List.of(
            new Error("UnauthorizedOperation", 403),
            new Error("RequestLimitExceeded", 503),
            new Error("InternalError", 500),
            new Error("InvalidParameterValue", 400));

    private static final Set<String> UNREACHABLE = Set.of(
            "AccessDenied",
            "DecryptionFailure",
            "ExpiredToken",
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "ResourceConflictException",
            "ResourceNotReadyException",
            "SnapStartNotReadyException",
            "Throttling",
            "ThrottlingException",
            "TooManyRequestsException",
            "UnauthorizedOperation");

    private ModelledAccount account;
    private final Set<String> seen = new HashSet<>();

    @BeforeAll
    void oneOfEverything(@TempDir Path directory) {
        account = new ModelledAccount(directory);
    }

    @AfterAll
    void close() {
        account.close();
    }

    @ParameterizedTest
    @MethodSource("dev.dbops.cli.rds.ModelledAccount#reading")
    void whenNothingCanBeRead(String command) {
        var before = account.rds.aws.calls().size();
        account.run(command).succeeded();
        var calls = account.rds.aws.calls();
        var name = command.split(" ")[0];
        var faults = new ArrayList<String>();
        for (var action : new HashSet<>(calls.subList(before, calls.size()))) {
            if (seen.add(name + action)) {
                faults.addAll(faults(command, action, false));
            }
        }

        assertThat(faults).as(command).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rds:StartDBInstance                  | rds-start --instance stopped
        rds:StopDBInstance                   | rds-stop --instance db --yes --snapshot x
        rds:StopDBCluster                    | rds-stop --instance cluster --yes
        rds:RebootDBInstance                 | rds-failover --instance multi --yes
        rds:FailoverDBCluster                | rds-failover --instance cluster --yes
        rds:CreateDBInstance                 | rds-create --instance new
        rds:CreateDBCluster                  | rds-create --instance new --aurora
        rds:CreateDBParameterGroup           | rds-create --instance new --engine-version 14
        rds:ModifyDBParameterGroup           | rds-create --instance new --engine-version 13
        rds:CreateDBClusterParameterGroup    | rds-create --instance new --aurora --engine-version 16
        rds:ModifyDBClusterParameterGroup    | rds-create --instance new --aurora --engine-version 15
        rds:ModifyDBInstance                 | rds-delete --instance db --disable-deletion-protection --confirm db
        rds:DeleteDBInstance                 | rds-delete --instance multi --confirm multi
        rds:ModifyDBCluster                  | rds-delete --instance cluster --disable-deletion-protection --confirm cluster
        rds:CreateDBSnapshot                 | rds-snapshot --instance db
        rds:CreateDBClusterSnapshot          | rds-snapshot --instance cluster
        rds:CopyDBSnapshot                   | rds-snapshot --snapshot a --copy-to eu-west-1
        rds:CopyDBClusterSnapshot            | rds-snapshot --snapshot b --copy-to eu-west-1
        rds:ModifyDBSnapshotAttribute        | rds-snapshot --snapshot a --share 210987654321
        rds:ModifyDBClusterSnapshotAttribute | rds-snapshot --snapshot b --share 210987654321
        rds:RestoreDBInstanceFromDBSnapshot  | rds-restore --snapshot a --to new
        rds:RestoreDBInstanceToPointInTime   | rds-restore --instance db --at latest --to new
        rds:RestoreDBClusterFromSnapshot     | rds-restore --snapshot b --to new
        rds:RestoreDBClusterToPointInTime    | rds-restore --instance cluster --at latest --to new
        rds:CreateDBProxy                    | rds-proxy --create --instance db --role arn:aws:iam::123456789012:role/r
        rds:DeleteDBProxy                    | rds-proxy --delete --name front --confirm front
        ec2:AuthorizeSecurityGroupIngress    | sg-update
        ec2:RevokeSecurityGroupIngress       | sg-revoke --name other --yes
        dynamodb:CreateTable             | ddb-create --table new-table
        dynamodb:DeleteTable             | ddb-drop --yes
        iam:CreateRole                       | lambda-role --instance multi --function orders --yes
        iam:PutRolePolicy                    | lambda-role --instance db --function orders --yes
        rds:AddRoleToDBInstance              | lambda-role --instance multi --function orders --yes
        rds:AddRoleToDBCluster               | lambda-role --instance cluster --function orders --yes
        """)
    void whenNothingCanBeChanged(String action, String command) {
        assertThat(faults(command, action, true)).as(command).isEmpty();
    }

    private List<String> faults(String command, String action, boolean mustFail) {
        var faults = new ArrayList<String>();
        var errors = new ArrayList<>(action.startsWith("ec2:") ? OF_EC2 : account.answers.errors(action));
        errors.addAll(action.startsWith("rds:") ? COMMON : List.of());
        for (var error : errors) {
            account.rds.aws.fail(action, error.code(), error.status(), 99);
            var transcript = account.run(command);
            account.answers.failNoMore();
            if (!isSentence(transcript, error, mustFail)) {
                faults.add("%s %s: %s".formatted(action, error, transcript));
            }
        }
        return faults;
    }

    private static boolean isSentence(Cli.Transcript transcript, Error error, boolean mustFail) {
        if (transcript.exitCode() == 0) {
            return !mustFail && !transcript.err().contains("unexpected");
        }
        var expected = error.code().equals("ServiceException")
                ? Set.of(1, 4)
                : UNREACHABLE.contains(error.code()) ? Set.of(4) : Set.of(1, 2);
        var forPeople = transcript.err().contains("error: ")
                && transcript.err().contains("hint: ")
                && !transcript.err().contains("null");
        var forPrograms = transcript.err().contains("\"hint\":\"");
        return expected.contains(transcript.exitCode())
                && (forPeople || forPrograms)
                && !transcript.err().contains("unexpected");
    }
}
