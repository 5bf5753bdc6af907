package dev.dbops.aws.login;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.CanonicalName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;
import dev.dbops.target.Login;
import dev.dbops.target.Password;
import dev.dbops.target.RdsEndpoint;
import java.util.Optional;

/**
 * IAM tokens in place of a password: signed on this machine, valid for one role of one instance, for 15 minutes. See
 * "IAM database authentication" in the RDS user guide.
 */
public final class IamTokens implements Credentials {
    /** IAM's action for a connection; no request of that name is ever sent. */
    private static final String ACTION = "rds-db:connect";

    private final AwsSettings settings;
    private final CanonicalName names;

    /**
     * @param names resolves the aliases of RDS endpoints in custom domains
     */
    public IamTokens(AwsSettings settings, CanonicalName names) {
        this.settings = settings;
        this.names = names;
    }

    @Override
    public String description() {
        return "the IAM token";
    }

    @Override
    public Login login(ConnectionTarget target) {
        var host = endpoint(target);
        var port = target.hosts().getFirst().port();
        try (var clients = new AwsClients(settings, region(host))) {
            var token = AwsCall.of(ACTION, () -> clients.token(host, port, target.user()));
            // the server must have the endpoint's certificate, whatever alias the URL has
            return new Login(target.user(), new Password(token), Optional.of(host));
        }
    }

    /** The server knows the instance only by its own name, whatever alias is used. */
    private String endpoint(ConnectionTarget target) {
        var host = target.hosts().getFirst().host();
        if (RdsEndpoint.isRds(host)) {
            return RdsEndpoint.canonical(host);
        }
        if (CanonicalName.mayHaveOne(host)) {
            var canonical = names.of(host).filter(RdsEndpoint::isRds);
            if (canonical.isPresent()) {
                return RdsEndpoint.canonical(canonical.get());
            }
        }
        throw new OpsException(
                Kind.USAGE,
                "iam_auth needs an endpoint of Amazon RDS, and %s is not one (from %s)"
                        .formatted(host, target.origin().description()),
                "set the host to the instance's endpoint; for a tunnel, add its address as hostaddr=ADDRESS");
    }

    /** Empty for a global database's endpoint, which names no region. */
    private static Optional<String> region(String host) {
        return RdsEndpoint.parse(host).map(RdsEndpoint::region).filter(region -> !region.isEmpty());
    }

    /** A second token would not differ from the first one. */
    @Override
    public Optional<Login> renewed(ConnectionTarget target, Login refused) {
        return Optional.empty();
    }

    @Override
    public String hint(ConnectionTarget target, Refusal refusal) {
        return switch (refusal) {
            case PASSWORD ->
                "the role must exist and accept tokens: GRANT rds_iam TO \"%s\""
                        .formatted(target.user().replace("\"", "\"\""));
            case PAM ->
                "IAM must allow %s for \"%s\" on this instance, and IAM authentication must be enabled on it (docs/aws.md)"
                        .formatted(ACTION, target.user());
        };
    }
}
