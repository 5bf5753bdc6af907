package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.DatabaseInstance;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a new instance or Aurora cluster; an empty setting gets a safe default.
 *
 * @param name its name
 * @param aurora whether it is an Aurora cluster
 * @param capacity how an Aurora cluster scales, if it is serverless
 * @param instanceClass such as db.t4g.micro; empty for the smallest current one
 * @param storage in GiB; empty for the minimum of RDS, and for Aurora, whose storage grows by itself
 * @param engineVersion such as 17 or 17.6; empty for RDS's default
 * @param multiAz whether there is a standby, or with Aurora a reader, in another availability zone
 * @param publicAddress whether it gets an address that the internet can reach
 * @param subnetGroup empty for the default one
 * @param securityGroups empty for the default one of the VPC
 * @param database the database to create in it; empty for none but "postgres"
 * @param user the master user
 * @param extendedSupport whether AWS keeps a major version alive that the community has ended, for a charge
 */
public record NewDatabase(
        String name,
        boolean aurora,
        Optional<ServerlessCapacity> capacity,
        Optional<String> instanceClass,
        Optional<Integer> storage,
        Optional<String> engineVersion,
        boolean multiAz,
        boolean publicAddress,
        Optional<String> subnetGroup,
        List<String> securityGroups,
        Optional<String> database,
        String user,
        boolean extendedSupport) {

    /** The minimum and maximum of gp3 storage, in GiB (CreateDBInstance in the RDS API reference). */
    public static final int LEAST_STORAGE = 20;

    public static final int MOST_STORAGE = 65_536;

    private static final int LONGEST_IDENTIFIER = 63;
    private static final int MEMBER_SUFFIX = 2;

    /** Names of users that RDS for PostgreSQL keeps for itself. */
    private static final Set<String> RESERVED_USERS = Set.of("admin", "rdsadmin");

    /**
     * @throws OpsException of kind USAGE when settings contradict each other, or RDS would refuse one
     */
    public NewDatabase {
        securityGroups = List.copyOf(securityGroups);
        if (aurora) {
            refuse(
                    name.length() > LONGEST_IDENTIFIER - MEMBER_SUFFIX,
                    "\"%s\" is too long for a cluster: its instances are named %s-1 and so on".formatted(name, name),
                    "RDS accepts names of %d characters".formatted(LONGEST_IDENTIFIER));
            refuse(
                    storage.isPresent(),
                    "--storage cannot be combined with --aurora",
                    "Aurora's storage grows by itself");
            refuse(
                    capacity.isPresent() && instanceClass.isPresent(),
                    "--class cannot be combined with --serverless",
                    "a serverless cluster scales within --serverless MIN-MAX");
        } else {
            refuse(capacity.isPresent(), "--serverless needs --aurora", "add --aurora");
        }
        refuse(
                instanceClass.isPresent() && !instanceClass.get().startsWith("db."),
                "\"%s\" is not an instance class (from --class)".formatted(instanceClass.orElse("")),
                "a class has the form db.FAMILY.SIZE, such as db.t4g.micro or db.m7g.large");
        refuse(
                database.isPresent() && !isIdentifier(database.get(), true),
                "\"%s\" cannot be the database's name (from --database)".formatted(database.orElse("")),
                "RDS accepts up to %d letters, digits and underscores, beginning with a letter"
                        .formatted(LONGEST_IDENTIFIER));
        refuse(
                !isIdentifier(user, false),
                "\"%s\" cannot be the master user's name (from --user)".formatted(user),
                "RDS accepts up to %d letters and digits, beginning with a letter".formatted(LONGEST_IDENTIFIER));
        refuse(
                RESERVED_USERS.contains(user.toLowerCase(Locale.ROOT)),
                "\"%s\" cannot be the master user's name (from --user)".formatted(user),
                "RDS reserves this name; the default is postgres");
        for (var group : securityGroups) {
            refuse(
                    !group.startsWith("sg-"),
                    "\"%s\" is not the id of a security group (from --security-group)".formatted(group),
                    "pass its id, such as sg-0a1b2c3d4e5f67890");
        }
    }

    private static boolean isIdentifier(String text, boolean underscores) {
        var legal = !text.isEmpty() && text.length() <= LONGEST_IDENTIFIER && isLetter(text.charAt(0));
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            legal &= isLetter(character) || character >= '0' && character <= '9' || underscores && character == '_';
        }
        return legal;
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }

    private static void refuse(boolean wrong, String message, String hint) {
        if (wrong) {
            throw new OpsException(Kind.USAGE, message, hint);
        }
    }

    Engine engine() {
        return aurora ? Engine.AURORA : Engine.POSTGRES;
    }

    int gibibytes() {
        return storage.orElse(LEAST_STORAGE);
    }

    /** The requested class, else the smallest class of a current generation. */
    String chosenClass() {
        if (capacity.isPresent()) {
            return "db.serverless";
        }
        return instanceClass.orElse(aurora ? "db.t4g.medium" : "db.t4g.micro");
    }

    DatabaseInstance.Type type() {
        return aurora ? DatabaseInstance.Type.CLUSTER : DatabaseInstance.Type.INSTANCE;
    }

    /** {@code cluster "cruddur"}. */
    public String description() {
        return type() + " \"" + name + "\"";
    }
}
