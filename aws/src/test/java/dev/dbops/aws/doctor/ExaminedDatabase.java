package dev.dbops.aws.doctor;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.MfaPrompt;
import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.doctor.Finding;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets AWS be asked about a database, as one in production that this machine reaches or not. */
final class ExaminedDatabase {
    private final AwsEmulator aws;
    private final String host;
    private String environment = "prod";
    private Map<String, String> parameters = Map.of();
    private List<String> own = List.of("18.195.0.7");
    private List<String> functions = List.of();
    private List<String> leadsTo = List.of("3.120.1.2");
    private boolean tunnel;
    private Supplier<AwsClients> clients;

    ExaminedDatabase(AwsEmulator aws, String host) {
        this.aws = aws;
        this.host = host;
        this.clients = aws::clients;
    }

    /** By the host name that an instance has in the emulator. */
    static ExaminedDatabase ofInstance(AwsEmulator aws, String name) {
        return new ExaminedDatabase(aws, name + ".abc123.eu-central-1.rds.amazonaws.com");
    }

    static ExaminedDatabase ofCluster(AwsEmulator aws, String name) {
        return new ExaminedDatabase(aws, name + ".cluster-abc123.eu-central-1.rds.amazonaws.com");
    }

    ExaminedDatabase in(String other) {
        environment = other;
        return this;
    }

    ExaminedDatabase with(String parameter, String value) {
        parameters = Map.of(parameter, value);
        return this;
    }

    ExaminedDatabase seenBy(String... addresses) {
        own = List.of(addresses);
        return this;
    }

    ExaminedDatabase leadingTo(String... addresses) {
        leadsTo = List.of(addresses);
        return this;
    }

    ExaminedDatabase throughATunnel() {
        tunnel = true;
        return this;
    }

    /** Asks with these settings of AWS. */
    ExaminedDatabase asking(Map<String, String> variables) {
        clients = () -> new AwsClients(
                new AwsSettings(variables, Path.of("target"), Optional.empty(), "test", MfaPrompt.NONE),
                Optional.of(AwsEmulator.REGION));
        return this;
    }

    /** Its triggers call these Lambda functions. */
    ExaminedDatabase calling(String... names) {
        functions = List.of(names);
        return this;
    }

    /** The findings after a successful connection. */
    List<String> reached() {
        return lines(true);
    }

    /** The findings after a failed connection. */
    List<String> notReached() {
        return lines(false);
    }

    private List<String> lines(boolean reached) {
        var findings = new ArrayList<Finding>();
        AwsChecks.begin(target(), reference(), clients, () -> ranges(own), () -> new Approach(ranges(leadsTo), tunnel))
                .examine(reached, functions, findings::add);
        return findings.stream()
                .map(finding -> "%s %s: %s%s"
                        .formatted(
                                finding.outcome(),
                                finding.step(),
                                finding.message(),
                                finding.remedy().isEmpty() ? "" : " -> " + finding.remedy()))
                .toList();
    }

    private InstanceReference reference() {
        return InstanceReference.ofHost(host, "the host in PROD_CONNECTION_URL").orElseThrow();
    }

    private ConnectionTarget target() {
        return new ConnectionTarget(
                List.of(new HostPort(host, 5432)),
                "cruddur",
                "app",
                Optional.empty(),
                parameters,
                new Origin.UrlVariable("PROD_CONNECTION_URL", environment));
    }

    private static List<AddressRange> ranges(List<String> texts) {
        return texts.stream().map(text -> AddressRange.parse(text, "the test")).toList();
    }

    /** The emulator, for what a test does between two looks. */
    AwsEmulator aws() {
        return aws;
    }
}
