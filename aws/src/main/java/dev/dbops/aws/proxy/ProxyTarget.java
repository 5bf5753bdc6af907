package dev.dbops.aws.proxy;

/**
 * A proxy and one of its target databases.
 *
 * @param proxy the proxy's name
 * @param state RDS's word for its state, such as available
 * @param endpoint the host to connect to
 * @param tlsRequired whether it refuses connections without TLS
 * @param target the target instance or cluster; empty while there is none
 * @param targetState whether the proxy reaches it, as RDS reports it: REGISTERING, AVAILABLE or UNAVAILABLE
 * @param reason why it does not reach it
 */
public record ProxyTarget(
        String proxy,
        String state,
        String endpoint,
        boolean tlsRequired,
        String target,
        String targetState,
        String reason) {}
