package dev.dbops.cli.command;

import java.util.Set;

/**
 * The variables that a {@code .env} file may set. Another user may have written the folder of the file. The file may
 * therefore name databases and AWS resources, but never the places where AWS or libpq find configuration, credentials,
 * endpoints and authorities, and never the address that a security group allows. Those settings can run programs,
 * redirect requests or give access, with the permissions of the user.
 */
public final class FileVariables {
    private static final String URL_SUFFIX = "_CONNECTION_URL";

    /** The three variables of static keys. They are one credential: a file sets all of them or none. */
    static final Set<String> AWS_KEYS = Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

    /** The variables of the environment that select AWS credentials. Keys in a file do not replace them. */
    private static final Set<String> AWS_IDENTITY = Set.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI");

    private static final Set<String> TAKEN = Set.of(
            "CONNECTION_URL",
            "DATABASE_URL",
            // the server, the database and the session; TLS settings apply only to a server in the same file
            // (LibpqVariables)
            "PGHOST",
            "PGHOSTADDR",
            "PGPORT",
            "PGDATABASE",
            "PGUSER",
            "PGPASSWORD",
            "PGOPTIONS",
            "PGAPPNAME",
            "PGCONNECT_TIMEOUT",
            "PGSSLMODE",
            "PGSSLNEGOTIATION",
            "PGCHANNELBINDING",
            "PGREQUIREAUTH",
            "PGGSSENCMODE",
            "PGKRBSRVNAME",
            "PGTARGETSESSIONATTRS",
            "PGLOADBALANCEHOSTS",
            // resources of AWS
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_COGNITO_USER_POOL_ID",
            "RDS_INSTANCE_ID",
            "DB_SG_ID",
            "DB_SG_RULE_ID");

    /**
     * Prefixes of names that db-ops, the AWS SDK or libpq read. A note names such variables if the file may not set
     * them.
     */
    private static final String[] READ = {"AWS_", "PG", "DB_OPS_", "DB_SG_", "RDS_", "GITPOD_", "XDG_"};

    private static final Set<String> READ_WHOLE = Set.of(
            "HOME",
            "PATH",
            "CODESPACE_NAME",
            "HTTPS_PROXY",
            "HTTP_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
            "https_proxy",
            "http_proxy",
            "all_proxy",
            "no_proxy");

    private FileVariables() {}

    /** Returns whether a file may set the variable. */
    public static boolean isTaken(String name) {
        return name.endsWith(URL_SUFFIX) || TAKEN.contains(name) || AWS_KEYS.contains(name);
    }

    /** Returns whether a user who sets the variable in a file expects db-ops to use it. */
    public static boolean isExpected(String name) {
        if (READ_WHOLE.contains(name)) {
            return true;
        }
        for (var beginning : READ) {
            if (name.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether an environment variable of this name selects AWS credentials. */
    public static boolean isAwsIdentity(String name) {
        return AWS_IDENTITY.contains(name);
    }
}
