package dev.dbops.aws.login;

import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.CanonicalName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;

/** Chooses the source in AWS of a target's password. */
public final class AwsLogin {
    private AwsLogin() {}

    /**
     * Returns the source that the target's parameters ask for.
     *
     * @param target a target whose password is from AWS
     * @throws dev.dbops.OpsException of kind USAGE when the parameters name no secret that can be one
     */
    public static Credentials of(ConnectionTarget target, AwsSettings settings) {
        var secret = target.parameters().get(ConnectionTarget.SECRET);
        if (secret != null) {
            return new SecretLogin(settings, secret);
        }
        return target.isRedshift() ? new RedshiftLogin(settings) : new IamTokens(settings, new CanonicalName("dns:"));
    }
}
