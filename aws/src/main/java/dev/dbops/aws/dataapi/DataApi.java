package dev.dbops.aws.dataapi;

import dev.dbops.aws.AwsSettings;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.tunnel.Tunnel;
import dev.dbops.tunnel.TunnelEnd;
import dev.dbops.tunnel.TunnelException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The RDS Data API as the way to a database of Aurora: the driver's connections end in this process, and each statement
 * becomes a request.
 */
public final class DataApi implements Tunnel {
    private final ClusterSearch search;
    private Optional<DataApiCluster> cluster = Optional.empty();
    private final Map<Integer, DataApiSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();

    /**
     * The way to a target whose parameters ask for it.
     *
     * @throws dev.dbops.OpsException of kind USAGE when a parameter is not the ARN that it should be
     */
    public DataApi(ConnectionTarget target, AwsSettings settings) {
        search = new ClusterSearch(target, settings);
    }

    @Override
    public TunnelEnd open() {
        return new TunnelEnd.Memory(() -> new DataApiSocket(this));
    }

    /** Opens a session. */
    DataApiBackend backend() {
        var number = opened.incrementAndGet();
        var session = new DataApiSession(search.clients(), cluster());
        try {
            var backend = new DataApiBackend(session, new SessionStart());
            backend.begin(number);
            sessions.put(number, session);
            return backend;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private synchronized DataApiCluster cluster() {
        if (cluster.isEmpty()) {
            cluster = Optional.of(search.find());
        }
        return cluster.get();
    }

    /** Gives up the request that a session waits for. */
    void cancel(int session) {
        Optional.ofNullable(sessions.get(session)).ifPresent(DataApiSession::cancel);
    }

    @Override
    public int port() throws TunnelException {
        throw TunnelException.usage(
                "another program cannot use the RDS Data API", "use a connection: leave out --data-api");
    }

    @Override
    public Optional<TunnelException> failure() {
        return Optional.empty();
    }
}
