package dev.dbops.target;

import java.util.Optional;
import java.util.regex.Pattern;

/** Parts of a connection URL that other programs understand, and libpq does not: hints for URLs that are shared. */
final class ForeignUrlPart {
    private static final Pattern WITH_DRIVER = Pattern.compile("(?:postgres|postgresql)\\+(\\w{1,40})://.*");

    private ForeignUrlPart() {}

    /** The hint for a parameter, if another program is known to read it. */
    static Optional<String> hint(String parameter) {
        return switch (parameter) {
            case "schema", "schema_search_path" ->
                Optional.of("write currentSchema=NAME for a schema; psql reads options=-csearch_path%3DNAME");
            case "pgbouncer",
                    "connection_limit",
                    "pool_timeout",
                    "socket_timeout",
                    "statement_cache_size",
                    "sslaccept",
                    "sslidentity" ->
                Optional.of("remove it, or set it where Prisma reads its URL: only Prisma knows it");
            case "pool", "pool_size", "max_overflow", "prepared_statements" ->
                Optional.of("remove it: it is for an application's pool of connections");
            default -> Optional.empty();
        };
    }

    /** The hint for the beginning of a URL that names a driver too, as SQLAlchemy has it: postgresql+psycopg2://. */
    static Optional<String> schemeHint(String url) {
        var matcher = WITH_DRIVER.matcher(url);
        return matcher.matches()
                ? Optional.of("write postgresql:// without +%s, which names a driver for SQLAlchemy"
                        .formatted(matcher.group(1)))
                : Optional.empty();
    }
}
