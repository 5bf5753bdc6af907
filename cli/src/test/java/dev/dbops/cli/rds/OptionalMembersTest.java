package dev.dbops.cli.rds;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedAnswers.Member;
import dev.dbops.cli.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * AWS may leave out nearly each member of an answer. Each command runs once more without each member that the answers to
 * it had and that db-ops reads: it has to end with a result or a sentence.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OptionalMembersTest {
    private static final Path SOURCES = Path.of("../aws/src/main/java");

    /** The lists, and what names a thing or says what it is: AWS's answers have them, whatever the models say. */
    private static final Set<String> ALWAYS = Set.of(
            "DBInstances",
            "DBInstances.DBInstanceIdentifier",
            "DBInstances.DBInstanceArn",
            "DBInstances.DBInstanceStatus",
            "DBInstances.Engine",
            "DBInstances.EngineVersion",
            "DBClusters",
            "DBClusters.DBClusterIdentifier",
            "DBClusters.DBClusterArn",
            "DBClusters.Status",
            "DBClusters.Engine",
            "DBClusters.EngineVersion",
            "DBClusters.DBClusterMembers.DBInstanceIdentifier",
            "DBSnapshots.DBSnapshotIdentifier",
            "DBSnapshots.DBInstanceIdentifier",
            "DBSnapshots.DBSnapshotArn",
            "DBSnapshots.SnapshotType",
            "DBSnapshots.Status",
            "DBSnapshots.Engine",
            "DBClusterSnapshots.DBClusterSnapshotIdentifier",
            "DBClusterSnapshots.DBClusterIdentifier",
            "DBClusterSnapshots.DBClusterSnapshotArn",
            "DBClusterSnapshots.SnapshotType",
            "DBClusterSnapshots.Status",
            "DBClusterSnapshots.Engine",
            "DBProxies",
            "DBProxies.DBProxyName",
            "DBProxies.DBProxyArn",
            "DBProxies.Status",
            "DBEngineVersions",
            "DBEngineVersions.EngineVersion",
            "DBEngineVersions.DBParameterGroupFamily",
            "DescribeDBLogFiles.LogFileName",
            "SecurityGroupRules.GroupId",
            "SecurityGroupRules.SecurityGroupRuleId",
            "Account",
            "Users.Attributes",
            "Users.Attributes.Value",
            "Users.Username");

    private ModelledAccount account;
    private String sources;
    private final Set<String> tried = new HashSet<>();

    @BeforeAll
    void oneOfEverything(@TempDir Path directory) throws IOException {
        account = new ModelledAccount(directory);
        try (var files = Files.walk(SOURCES)) {
            sources = files.filter(Files::isRegularFile)
                    .map(OptionalMembersTest::text)
                    .collect(joining())
                    .toLowerCase(Locale.ROOT);
        }
    }

    @AfterAll
    void close() {
        account.close();
    }

    @ParameterizedTest
    @MethodSource("dev.dbops.cli.rds.ModelledAccount#reading")
    void aMissingMemberEndsInAResultOrASentence(String command) {
        var words = command.split(" ");
        account.answers.members();
        account.run(command).succeeded();
        var faults = new ArrayList<String>();
        for (var member : account.answers.members()) {
            if (isRead(member) && !ALWAYS.contains(member.name()) && tried.add(words[0] + member)) {
                account.answers.leaveOut(member);
                var transcript = account.run(command);
                if (!isResultOrSentence(transcript)) {
                    faults.add("%s: %s".formatted(member, transcript.err()));
                }
            }
        }
        account.answers.leaveOutNothing();

        assertThat(faults).as(command).isEmpty();
    }

    /** The SDK's methods have the names of the members, in another case. */
    private boolean isRead(Member member) {
        var name = member.name().substring(member.name().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return sources.contains("." + name) || sources.contains("::" + name);
    }

    private static boolean isResultOrSentence(Cli.Transcript transcript) {
        return !transcript.err().contains("unexpected")
                && (transcript.exitCode() == 0
                        || transcript.err().contains("error: ")
                        || transcript.err().contains("\"message\":"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
