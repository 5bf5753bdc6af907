package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.dataapi.DataApi;
import dev.dbops.target.ConnectionTarget;
import java.util.Optional;
import java.util.Set;

/** The commands that work through the RDS Data API. The others need a session, COPY, or a port. */
final class DataApiCommands {
    private static final Set<String> SUPPORTED =
            Set.of("query", "sessions", "sessions-kill", "schema-load", "seed", "migrate");

    private DataApiCommands() {}

    /**
     * The same target through the Data API.
     *
     * @throws OpsException of kind USAGE when the command does not support it
     */
    static ConnectionTarget require(Context context, ConnectionTarget target) {
        if (!SUPPORTED.contains(context.command())) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s needs a connection, and does not work through the RDS Data API".formatted(context.command()),
                    "leave out --data-api, or data_api=true in %s; to reach a private database, use --via"
                            .formatted(target.origin().description()));
        }
        if (target.parameters().containsKey(ConnectionTarget.VIA)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the RDS Data API needs no tunnel, but via is given as well",
                    "leave out one of them; --via none turns the tunnel off");
        }
        return target.throughDataApi(new DataApi(target, context.awsSettings(Optional.empty())));
    }
}
