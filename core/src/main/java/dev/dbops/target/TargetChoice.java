package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.tunnel.Via;
import java.util.Optional;

/**
 * The target options of the command line.
 *
 * <p>Both parts keep "not given" apart from "given, but empty": {@code --env "$STAGE"} with STAGE unset must not fall
 * back to another database.
 *
 * @param url the connection URL of {@code --url}
 * @param environment the name of the environment, such as prod
 * @param iamAuth whether to use IAM tokens in place of a password
 * @param secret the secret that holds role and password
 * @param database another database of the server, of {@code --database}
 * @param via the machine that forwards the connection, or {@code none} for a direct connection
 * @param dataApi whether to use the RDS Data API in place of a connection
 * @param clusterArn the cluster for the Data API
 * @param urlOption the option that gave the URL
 */
public record TargetChoice(
        Optional<String> url,
        Optional<String> environment,
        boolean iamAuth,
        Optional<String> secret,
        Optional<String> database,
        Optional<String> via,
        boolean dataApi,
        Optional<String> clusterArn,
        Origin.UrlOption urlOption) {
    /** The option of {@code via}. */
    static final String VIA = "--via";

    private static final String DATABASE = "--database";
    private static final String DATA_API_OPTION = "--data-api";

    /** The choice by {@code --url} and the options beside it. */
    public TargetChoice(
            Optional<String> url,
            Optional<String> environment,
            boolean iamAuth,
            Optional<String> secret,
            Optional<String> database,
            Optional<String> via) {
        this(url, environment, iamAuth, secret, database, via, false, Optional.empty());
    }

    /** The choice by {@code --url} and all options beside it. */
    public TargetChoice(
            Optional<String> url,
            Optional<String> environment,
            boolean iamAuth,
            Optional<String> secret,
            Optional<String> database,
            Optional<String> via,
            boolean dataApi,
            Optional<String> clusterArn) {
        this(url, environment, iamAuth, secret, database, via, dataApi, clusterArn, new Origin.UrlOption());
    }

    /** The target's own settings decide where the password comes from. */
    public TargetChoice(Optional<String> url, Optional<String> environment) {
        this(url, environment, false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** No option was given: the variables decide. */
    public static TargetChoice none() {
        return new TargetChoice(Optional.empty(), Optional.empty());
    }

    public static TargetChoice ofUrl(String url) {
        return new TargetChoice(Optional.of(url), Optional.empty());
    }

    /** The URL of another option, such as {@code --to}, which messages then name. */
    public static TargetChoice ofUrl(String url, String option) {
        return new TargetChoice(
                Optional.of(url),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                new Origin.UrlOption(option));
    }

    public static TargetChoice ofEnvironment(String name) {
        return new TargetChoice(Optional.empty(), Optional.of(name));
    }

    /** Replaces the database, the password settings and the tunnel of the target with those of the command line. */
    void override(ConnectionSettings settings) {
        database.ifPresent(name -> settings.set("dbname", checked(name), DATABASE));
        if (via.isPresent()) {
            overrideVia(via.get(), settings);
        }
        if (dataApi) {
            settings.set(ConnectionTarget.DATA_API, "true", DATA_API_OPTION);
        }
        clusterArn.ifPresent(arn -> settings.set(ConnectionTarget.CLUSTER_ARN, arn, "--cluster-arn"));
        if (iamAuth && secret.isPresent()) {
            throw new OpsException(Kind.USAGE, "--iam-auth and --secret exclude each other", "use only one of them");
        }
        if (iamAuth) {
            settings.remove(ConnectionTarget.SECRET);
            settings.set(ConnectionTarget.IAM_AUTH, "true", "--iam-auth");
        } else if (secret.isPresent()) {
            if (secret.get().isEmpty()) {
                throw new OpsException(Kind.USAGE, "--secret is empty", "give its name or its ARN");
            }
            settings.remove(ConnectionTarget.IAM_AUTH);
            settings.set(ConnectionTarget.SECRET, secret.get(), "--secret");
        }
    }

    private static void overrideVia(String place, ConnectionSettings settings) {
        if (place.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE, VIA + " is empty", "write ssh:[USER@]HOST[:PORT], ssm:INSTANCE-ID, or none");
        }
        settings.remove(ConnectionTarget.VIA);
        if (!place.equals(Via.NONE)) {
            settings.set(ConnectionTarget.VIA, place, VIA);
        }
    }

    private static String checked(String database) {
        if (database.isEmpty()) {
            throw new OpsException(Kind.USAGE, DATABASE + " is empty", "give the name of a database");
        }
        if (LocalName.isLocal(database)) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s takes the name of a database, and \"%s\" stands for an environment"
                            .formatted(DATABASE, database),
                    "pass it as the environment: --env " + database);
        }
        return database;
    }

    /** The database of the local server, of {@code --database} or the name itself; empty for the project's own. */
    Optional<String> localDatabase() {
        return database.map(TargetChoice::checked);
    }

    /** Refuses options that only a remote database supports. */
    void refuseForLocalServer() {
        if (via.isPresent() && !via.get().equals(Via.NONE)) {
            throw new OpsException(
                    Kind.USAGE,
                    VIA + " is given, but the database is on the local server",
                    "set CONNECTION_URL=postgresql://HOST:5432/NAME, or pass --url");
        }
        if (iamAuth || secret.isPresent() || dataApi || clusterArn.isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    forAws() + " is given, but no database on AWS is configured",
                    "set CONNECTION_URL=postgresql://HOST:5432/NAME, or pass --url");
        }
    }

    private String forAws() {
        if (dataApi || clusterArn.isPresent()) {
            return dataApi ? DATA_API_OPTION : "--cluster-arn";
        }
        return iamAuth ? "--iam-auth" : "--secret";
    }

    /** Leaves the URL out, because it may hold a password. */
    @Override
    public String toString() {
        return "TargetChoice[url " + (url.isPresent() ? "given" : "not given") + ", environment="
                + environment.orElse("not given") + "]";
    }
}
