package dev.dbops.lambda.database;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.login.AwsLogin;
import dev.dbops.lambda.runtime.FunctionEnvironment;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HiddenLogin;
import dev.dbops.target.Resolution;
import dev.dbops.target.SocketDirectories;
import dev.dbops.target.TargetChoice;
import dev.dbops.target.TargetEnvironment;
import dev.dbops.target.TargetResolver;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A database of a function: CONNECTION_URL or NAME_CONNECTION_URL, with the settings that a function needs besides.
 *
 * @param environment the function's environment
 * @param name the name of the database's variable; empty for CONNECTION_URL
 */
record FunctionTarget(FunctionEnvironment environment, Optional<String> name) {
    /** Cognito waits for 5 seconds in all. */
    private static final String CONNECT_TIMEOUT = "3";

    /**
     * Finds the database, with a login of its own that has nothing cached.
     *
     * @throws OpsException of kind USAGE when it is not configured, or wrongly
     */
    ConnectionTarget find() {
        var variable = variable();
        if (name.isPresent() && environment.variables().text(variable).isEmpty()) {
            throw new OpsException(Kind.USAGE, variable + " is not set", "set it to a connection URL (docs/lambda.md)");
        }
        var resolution = new TargetResolver(targetEnvironment()).resolve(new TargetChoice(Optional.empty(), name));
        if (!(resolution instanceof Resolution.Remote remote)) {
            throw new OpsException(
                    Kind.USAGE,
                    variable + " is not set, and the function has no other database",
                    "set it to postgresql://USER@HOST:5432/NAME, with a password, iam_auth=true or secret=NAME");
        }
        var target = remote.target();
        if (target.via().isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "a function cannot open the tunnel \"%s\" (from %s)"
                            .formatted(
                                    target.parameters().get(ConnectionTarget.VIA),
                                    target.origin().description()),
                    "put the function into the database's VPC, and remove via");
        }
        target.password().ifPresent(password -> environment.log().hide(password, target.description()));
        return withCredentials(withSettings(target));
    }

    /** The variable with the URL. */
    String variable() {
        return name.map(known -> known.toUpperCase(Locale.ROOT) + "_").orElse("") + "CONNECTION_URL";
    }

    private ConnectionTarget withSettings(ConnectionTarget target) {
        var parameters = new HashMap<>(target.parameters());
        parameters.putIfAbsent("connect_timeout", CONNECT_TIMEOUT);
        parameters.putIfAbsent("application_name", "db-ops/" + environment.functionName());
        // a statement that is prepared on the server would bind an RDS proxy to one connection
        parameters.putIfAbsent("prepareThreshold", "0");
        return new ConnectionTarget(
                target.hosts(), target.database(), target.user(), target.password(), parameters, target.origin());
    }

    private ConnectionTarget withCredentials(ConnectionTarget target) {
        return target.isPasswordFromAws()
                ? target.withCredentials(
                        new HiddenLogin(AwsLogin.of(target, environment.awsSettings()), environment.log()::hide))
                : target;
    }

    private TargetEnvironment targetEnvironment() {
        var root = Path.of(environment.variables().text("LAMBDA_TASK_ROOT", "."));
        return new TargetEnvironment(
                environment.variables().all(),
                Set.of(),
                "",
                environment.home(),
                root,
                root.resolve("certificates"),
                SocketDirectories.USUAL,
                environment.variables().text("USER"));
    }
}
