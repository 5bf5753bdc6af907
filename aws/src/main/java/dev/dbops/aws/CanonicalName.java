package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Hashtable;
import java.util.Optional;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/** Resolves the CNAME records of a host name in a custom domain. */
public final class CanonicalName {
    /** As many as a resolver would follow. */
    private static final int LONGEST_CHAIN = 8;

    private final String server;

    /**
     * @param server the name server, as dns://HOST:PORT; dns: for those of the machine
     */
    public CanonicalName(String server) {
        this.server = server;
    }

    /** Returns whether the host can be an alias: addresses and names of the local network cannot. */
    public static boolean mayHaveOne(String host) {
        return host.indexOf('.') > 0 && host.indexOf(':') < 0 && !Character.isDigit(host.charAt(host.length() - 1));
    }

    /**
     * The name at the end of the chain of CNAME records; empty when the host has none.
     *
     * @throws OpsException of kind UNREACHABLE when no name server answers
     */
    public Optional<String> of(String host) {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, server);
        environment.put("com.sun.jndi.dns.timeout.initial", "1000");
        environment.put("com.sun.jndi.dns.timeout.retries", "3");
        try {
            var dns = new InitialDirContext(environment);
            try {
                var name = Optional.<String>empty();
                var next = cname(dns, host);
                for (var links = 0; next.isPresent() && links < LONGEST_CHAIN; links++) {
                    name = next;
                    next = cname(dns, name.get());
                }
                return name;
            } finally {
                dns.close();
            }
        } catch (NamingException e) {
            throw new OpsException(
                    Kind.UNREACHABLE,
                    "cannot resolve %s: %s".formatted(host, e.getMessage()),
                    "check the network, or pass the instance: --instance NAME",
                    e);
        }
    }

    private static Optional<String> cname(InitialDirContext dns, String host) throws NamingException {
        try {
            var record = dns.getAttributes(host, new String[] {"CNAME"}).get("CNAME");
            return record == null ? Optional.empty() : Optional.of(withoutRoot((String) record.get()));
        } catch (NameNotFoundException _) {
            return Optional.empty();
        }
    }

    private static String withoutRoot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
