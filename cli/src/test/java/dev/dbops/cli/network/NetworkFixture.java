package dev.dbops.cli.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedGroups;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import java.util.List;

/** An instance with one security group without rules, and a machine with the public address 18.195.0.7. */
final class NetworkFixture {
    static final String RULE = "tcp 5432 18.195.0.7/32 \"brave-otter\" db-ops:name=brave-otter";

    private static final List<String> CHANGING = List.of(
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:ModifySecurityGroupRules",
            "ec2:RevokeSecurityGroupIngress",
            "ec2:CreateTags",
            "ec2:DeleteTags");

    final AwsEmulator aws = AwsEmulator.reset();
    final EmulatedGroups groups = new EmulatedGroups(aws);
    final String group = groups.group("database");
    final Cli cli;
    private int seen;

    NetworkFixture(Path directory) {
        cli = new Cli(directory)
                .with(aws.variables())
                .with("CONNECTION_URL", groups.instance("cruddur-db", group))
                .with("DB_OPS_ADDRESS_URL", aws.url() + "/ip/v4")
                .with("DB_OPS_ADDRESS_URL_V6", aws.url() + "/ip/v6")
                .with("GITPOD_WORKSPACE_ID", "brave-otter");
        seen = aws.calls().size();
    }

    /** Runs a command, which must end with this exit code. */
    Cli.Transcript run(int exitCode, String... args) {
        seen = aws.calls().size();
        return cli.run(args).failed(exitCode);
    }

    /** The AWS calls of the last command. */
    List<String> calls() {
        var calls = aws.calls();
        return calls.subList(seen, calls.size());
    }

    void assertThatNothingWasChanged() {
        assertThat(calls()).doesNotContainAnyElementsOf(CHANGING);
    }

    /** A table with one space between its columns. */
    static String narrow(String table) {
        return table.replaceAll(" +", " ").replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "END");
    }
}
