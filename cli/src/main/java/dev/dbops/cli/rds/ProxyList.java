package dev.dbops.cli.rds;

import dev.dbops.aws.proxy.ProxyTarget;
import java.util.List;

/**
 * The proxies of a database.
 *
 * @param targets one entry for each target database of each proxy
 */
record ProxyList(List<ProxyTarget> targets) {
    /** The endpoints, one a line: they are too long for the columns of the table, and come before it. */
    String sentence() {
        var endpoints = targets.stream()
                .map(target -> "proxy \"%s\" is %s: %s".formatted(target.proxy(), target.state(), target.endpoint()))
                .distinct()
                .toList();
        return endpoints.isEmpty() ? "the database has no proxy" : String.join("\n", endpoints);
    }
}
