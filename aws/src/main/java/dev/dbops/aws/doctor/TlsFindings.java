package dev.dbops.aws.doctor;

import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Findings about whether TLS is required, and when the certificate expires. */
final class TlsFindings {
    private static final Step FORCED = new Step(AwsChecks.SECTION, "rds.force_ssl");
    private static final Step CERTIFICATE = new Step(AwsChecks.SECTION, "certificate");

    /** The certificate authority that expired on 22 August 2024. */
    private static final String ENDED = "rds-ca-2019";

    /** Clients may need the new certificate authority first. */
    private static final Duration SOON = Duration.ofDays(45);

    private final Inquiry answers;
    private final Description database;
    private final ConnectionTarget target;

    TlsFindings(Inquiry answers, ConnectionTarget target) {
        this.answers = answers;
        this.database = answers.database();
        this.target = target;
    }

    void examine(Consumer<Finding> findings) {
        answers.tlsForced().then(FORCED, findings, forced -> forced.ifPresent(known -> findings.accept(forced(known))));
        database.instance().ifPresent(instance -> certificate(instance, findings));
    }

    private Finding forced(boolean forced) {
        if (forced && "disable".equals(target.parameters().get("sslmode"))) {
            return FORCED.failed(
                    "connections without TLS are refused, but sslmode=disable requests one",
                    "set sslmode=verify-full in " + target.origin().description());
        }
        return forced
                ? FORCED.ok("connections without TLS are refused")
                : FORCED.warning("connections without TLS are accepted: rds.force_ssl is not 1", demand());
    }

    /** The groups that AWS made cannot be changed. */
    private Remedy demand() {
        var group = database.cluster()
                .map(DBCluster::dbClusterParameterGroup)
                .or(() -> database.instance()
                        .map(instance -> instance.dbParameterGroups().getFirst().dbParameterGroupName()))
                .orElse("");
        var owner = database.ownerName();
        var set = "db-ops rds-parameters --instance %s --set rds.force_ssl=1".formatted(owner);
        return group.startsWith("default.")
                ? Remedy.of(
                        "`%s --create-group %s --region %s` (%s cannot be changed)",
                        set, owner, database.region(), group)
                : Remedy.command("%s --region %s".formatted(set, database.region()));
    }

    private void certificate(DBInstance instance, Consumer<Finding> findings) {
        var renew = Remedy.command(database.modifyInstance("--ca rds-ca-rsa2048-g1"));
        var details = instance.certificateDetails();
        var end = details == null ? null : details.validTill();
        if (ENDED.equals(instance.caCertificateIdentifier()) || end != null && end.isBefore(Instant.now())) {
            findings.accept(CERTIFICATE.failed(
                    "its certificate has expired (%s)".formatted(instance.caCertificateIdentifier()), renew));
        } else if (end != null) {
            var until = "its certificate (%s) is valid until %s"
                    .formatted(
                            instance.caCertificateIdentifier(),
                            end.atOffset(ZoneOffset.UTC).toLocalDate());
            findings.accept(
                    end.isBefore(Instant.now().plus(SOON))
                            ? CERTIFICATE.warning(until + " only", renew)
                            : CERTIFICATE.ok(until));
        }
    }
}
