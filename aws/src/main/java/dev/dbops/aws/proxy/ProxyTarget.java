package dev.dbops.aws.proxy;

/**
 * A proxy and one of its target databases.
 *
 * @param proxy the proxy's name
 * @param state RDS's word for its state, such as available
 * @param endpoint the host to connect to
 * @param tlsRequired whether it refuses connections without TLS
 * @param target the target instance or cluster; empty while there is none
 * @param targetState RDS's word for whether the proxy reaches it: REGISTERING, AVAILABLE or UNAVAILABLE
 * @param reason why it does not
 */
public record ProxyTarget(
        String proxy,
        String state,
        String endpoint,
        boolean tlsRequired,
        String target,
        String targetState,
        String reason) {}
