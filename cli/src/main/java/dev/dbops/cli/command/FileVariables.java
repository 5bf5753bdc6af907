package dev.dbops.cli.command;

import java.util.Set;

/**
 * The variables that a {@code .env} file may set. A file comes with a folder that somebody else may have written, so it
 * may say which database and which AWS resource are meant, but never where AWS or libpq find configuration, credentials,
 * endpoints and authorities, and never which address a security group is to allow: those run programs, redirect requests
 * or give access, with the rights of the user.
 */
public final class FileVariables {
    private static final String URL_SUFFIX = "_CONNECTION_URL";

    /** Static keys are one credential in three variables; they are taken together, or not at all. */
    static final Set<String> AWS_KEYS = Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

    /** The real variables that say which AWS credentials are meant: keys of a file do not replace those. */
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
            // the server, the database and the session; TLS counts for a server of the same file alone (LibpqVariables)
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

    /** Beginnings of names that db-ops, the AWS SDK or libpq would read: worth a note when they are not taken. */
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

    /** Whether a person who sets the variable in a file would expect db-ops to follow it. */
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

    /** Whether a real variable of this name says which credentials of AWS are meant. */
    public static boolean isAwsIdentity(String name) {
        return AWS_IDENTITY.contains(name);
    }
}
