package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.network.RuleName;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The name and the lifetime of a rule. */
final class NameOptions {
    /** The name of the machine on Linux, which needs no name server. */
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private String name = "";
    private Optional<Duration> lifetime = Optional.empty();

    private final Context context;

    NameOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model, String lifetimeDescription) {
        model.option(
                        "--name",
                        "NAME",
                        "Name of the rule. Default: GITPOD_WORKSPACE_ID, CODESPACE_NAME, or user@host.",
                        value -> name = value)
                .longDuration("--ttl", lifetimeDescription, "1s", "366d", value -> lifetime = Optional.of(value));
    }

    /** Returns whether the name comes from the option, not from the environment. */
    boolean isChosen() {
        return !name.isEmpty();
    }

    /**
     * The name.
     *
     * @throws OpsException of kind USAGE when AWS would not accept the name of the option
     */
    RuleName name() {
        if (isChosen()) {
            return RuleName.parse(name, "--name");
        }
        for (var variable : new String[] {"GITPOD_WORKSPACE_ID", "CODESPACE_NAME"}) {
            if (!context.variable(variable).isBlank()) {
                return RuleName.like(context.variable(variable));
            }
        }
        return RuleName.like(System.getProperty("user.name") + "@" + host());
    }

    private static String host() {
        try {
            return Files.isReadable(HOST_NAME)
                    ? Files.readString(HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        } catch (IOException e) {
            throw new OpsException(
                    Kind.FAILED, "cannot read the machine's name: " + e.getMessage(), "pass --name NAME", e);
        }
    }

    /** The time when a rule that is created now ends; empty for never. */
    Optional<Instant> end() {
        return lifetime.map(NameOptions::end);
    }

    /** The time when a rule that is created now ends, with a default lifetime. */
    Instant endOr(Duration other) {
        return end(lifetime.orElse(other));
    }

    private static Instant end(Duration lifetime) {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(lifetime);
    }
}
