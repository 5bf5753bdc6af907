package dev.dbops.cli.rds.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RequestParameter;
import dev.dbops.aws.snapshot.Snapshot;
import dev.dbops.aws.snapshot.SnapshotSource;
import dev.dbops.aws.snapshot.SnapshotTaking;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.CommandSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options for taking, copying and sharing a snapshot. */
final class SnapshotOptions {
    /** The name of RDS for all accounts, of a public snapshot. */
    private static final String EVERYBODY = "all";

    private String name = "";
    private String existing = "";
    private String region = "";
    private Optional<String> kmsKey = Optional.empty();
    private final List<String> accounts = new ArrayList<>();
    private final List<String> revoked = new ArrayList<>();

    void describe(CommandSpecBuilder model) {
        model.option("--name", "NAME", "Name of the snapshot. Default: INSTANCE-TIME.", value -> name = value)
                .option(
                        "--snapshot",
                        "NAME|ARN",
                        "Copy or share this snapshot instead of taking one.",
                        value -> existing = value)
                .option("--copy-to", "REGION", "Copy it to this region.", value -> region = value)
                .option(
                        "--kms-key",
                        "KEY",
                        "KMS key for the copy. Default: the source's; in another region RDS's default.",
                        value -> kmsKey = Optional.of(value))
                .repeated(
                        "--share",
                        "ACCOUNT",
                        "Allow this account to restore it, or its copy with --copy-to. May be repeated.",
                        accounts::add)
                .repeated(
                        "--unshare",
                        "ACCOUNT",
                        "With --snapshot: no longer allow this account, or \"all\", to restore it.",
                        revoked::add);
    }

    /** The name of the new snapshot; empty for the default. */
    String name() {
        return name;
    }

    /** The existing snapshot to copy or share; empty to take one. */
    String existing() {
        return existing;
    }

    /** The region to copy the snapshot to; empty for none. */
    String region() {
        return region;
    }

    Optional<String> kmsKey() {
        return kmsKey;
    }

    /** The accounts to share the snapshot with. */
    List<String> accounts() {
        return accounts;
    }

    /** The accounts that may no longer restore the snapshot. */
    List<String> revoked() {
        return revoked;
    }

    boolean shares() {
        return !accounts.isEmpty();
    }

    /** Adds the request that shares a snapshot, if there is one, to those of a dry run. */
    void addShare(List<RequestParameter> rows, Snapshot snapshot, AwsClients in) {
        if (shares()) {
            rows.addAll(SnapshotTaking.sharePlan(snapshot, in, accounts).parameters());
        }
    }

    /** Throws an exception of kind USAGE when options contradict each other. */
    void check() {
        refuse(
                !name.isEmpty() && !existing.isEmpty(),
                "--name and --snapshot cannot be combined",
                "--name is for a new snapshot, --snapshot for an existing one");
        refuse(
                !existing.isEmpty() && region.isEmpty() && accounts.isEmpty() && revoked.isEmpty(),
                "there is nothing to do with snapshot \"%s\"".formatted(existing),
                "add --copy-to REGION, --share ACCOUNT or --unshare ACCOUNT");
        refuse(!revoked.isEmpty() && existing.isEmpty(), "--unshare requires --snapshot", "add --snapshot NAME");
        refuse(
                !revoked.isEmpty() && (!region.isEmpty() || shares()),
                "--unshare cannot be combined with --copy-to and --share",
                "unshare it in a command of its own");
        refuse(kmsKey.isPresent() && region.isEmpty(), "--kms-key requires --copy-to", "add --copy-to REGION");
        accounts.forEach(account -> checkAccount(account, "--share"));
        revoked.stream()
                .filter(account -> !account.equals(EVERYBODY))
                .forEach(account -> checkAccount(account, "--unshare"));
    }

    private static void checkAccount(String account, String option) {
        var digits = account.chars().allMatch(character -> character >= '0' && character <= '9');
        refuse(
                account.length() != 12 || !digits,
                "\"%s\" is not an AWS account (from %s)".formatted(account, option),
                "pass the twelve digits of its id");
    }

    private static void refuse(boolean wrong, String message, String hint) {
        if (wrong) {
            throw new OpsException(Kind.USAGE, message, hint);
        }
    }

    /** The snapshot that exists, or the database of which one is taken. */
    SnapshotSource source(AwsClients clients, InstanceOptions instance) {
        return existing.isEmpty()
                ? SnapshotSource.database(clients, instance.reference(), name)
                : SnapshotSource.existing(clients, existing);
    }
}
