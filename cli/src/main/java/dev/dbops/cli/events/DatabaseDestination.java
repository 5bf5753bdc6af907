package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;
import dev.dbops.events.replay.postgres.Checkpoints;
import dev.dbops.events.replay.postgres.PostgresSink;
import dev.dbops.events.replay.postgres.RetryTarget;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.LocalName;
import dev.dbops.target.Origin;
import dev.dbops.target.TargetChoice;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A PostgreSQL database as the destination of events. */
public final class DatabaseDestination implements Destination {
    private static final String ENVIRONMENT = "env:";

    /** The form of {@link #consumer}. */
    private static final Pattern DEFAULT_NAME = Pattern.compile(".+:\\d+/.+", Pattern.DOTALL);

    private final Context context;
    private final ConnectionTarget target;
    private boolean told;

    DatabaseDestination(Context context, ConnectionTarget target) {
        this.context = context;
        this.target = target;
    }

    /** Returns whether the value of {@code --to} names a database, or a warehouse. */
    public static boolean isMeant(String to) {
        return to.startsWith(ENVIRONMENT)
                || LocalName.isLocal(to)
                || to.startsWith("postgresql:")
                || to.startsWith("postgres:")
                || to.startsWith("jdbc:postgresql:")
                || to.startsWith("redshift:")
                || to.startsWith("jdbc:redshift:");
    }

    /** Returns the database, or the warehouse, that the value names. */
    public static ConnectionTarget target(Context context, String to) {
        var choice = to.startsWith(ENVIRONMENT)
                ? TargetChoice.ofEnvironment(to.substring(ENVIRONMENT.length()))
                : TargetChoice.ofUrl(to, "--to");
        return context.targets().target(choice);
    }

    /**
     * Parses the value of {@code --to} where only a database can be the target.
     *
     * @throws OpsException of kind USAGE when it is something else
     */
    public static DatabaseDestination required(Context context, String to) {
        if (!isMeant(to)) {
            // what follows the colon may hold a password
            throw new OpsException(
                    Kind.USAGE,
                    to.isEmpty()
                            ? "--to is missing"
                            : "\"%s\" is not a database".formatted(to.substring(0, to.indexOf(':') + 1)),
                    "pass --to env:NAME (for NAME_CONNECTION_URL), postgresql://HOST/NAME or local:NAME");
        }
        var target = target(context, to);
        if (target.isRedshift()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is a Redshift warehouse, and single events are applied to PostgreSQL only"
                            .formatted(target.description()),
                    "change the row in the source once more: its next event replaces the dead letter");
        }
        return new DatabaseDestination(context, target);
    }

    /** The role that logs in. */
    @Override
    public String consumer() {
        return target.address() + "/" + target.database();
    }

    /** A host has several names, and a database may be renamed. The positions in the target tell which consumers of the log it has. */
    @Override
    public String consumerOf(ConnectionTarget source) {
        List<String> known;
        try (var from = context.connect(source);
                var to = context.connect(target)) {
            known = Checkpoints.consumers(to, EventLog.open(from).id());
        }
        var named = known.stream()
                .filter(name -> DEFAULT_NAME.matcher(name).matches())
                .toList();
        if (named.isEmpty() || named.contains(consumer())) {
            return consumer();
        }
        if (named.size() > 1) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the target has positions of several consumers of this log: " + String.join(", ", named),
                    "pass the one that is to continue with --name");
        }
        context.notes()
                .remark("the target has a position of this log under the name %s, which continues"
                        .formatted(named.getFirst()));
        return named.getFirst();
    }

    @Override
    public String description() {
        return target.description();
    }

    /** Rows are overwritten and deleted. */
    @Override
    public void confirm() {
        if (target.origin() instanceof Origin.LocalServer) {
            context.projectDatabase()
                    .ofAnother(target.database())
                    .ifPresent(database -> context.confirmation()
                            .requireYes("replay into the local database " + database.description()));
            return;
        }
        context.confirmation().requireIfProtected("replay into database \"%s\"".formatted(target.database()), target);
    }

    @Override
    public boolean isDatabase() {
        return true;
    }

    @Override
    public boolean takesText() {
        return false;
    }

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        var sink = choice.isAtomic()
                ? PostgresSink.openAtomic(target, log, consumer)
                : PostgresSink.open(target, log, consumer, choice.workers());
        if (sink.isConstrained() && !told) {
            told = true;
            warn(": one connection applies the events in their order");
        }
        return sink;
    }

    /** Opens it for single events. */
    public RetryTarget openForRetry(EventLog log) {
        var opened = RetryTarget.open(target, log);
        if (opened.isConstrained()) {
            warn("");
        }
        return opened;
    }

    private void warn(String consequence) {
        context.notes()
                .warning(("role \"%s\" may not set session_replication_role, so that triggers and foreign keys of the"
                                + " target stay active%s")
                        .formatted(target.user(), consequence));
    }
}
