package dev.dbops.aws.network;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One rule of a security group.
 *
 * @param id its ID, sgr-...
 * @param group the ID of its group, sg-...
 * @param egress whether it is for outgoing traffic
 * @param protocol tcp, udp ...; -1 for all
 * @param fromPort the first port; -1 for all
 * @param toPort the last port; -1 for all
 * @param range the addresses that it allows; empty when it names a group or a prefix list
 * @param source what it allows: a range, sg-... or pl-...
 * @param description its description; empty when it has none
 * @param tag the name that db-ops gave it; empty when db-ops did not create it
 * @param expires its end, from the tag of db-ops
 * @param holders for the rule of running commands: how long each of them may need it
 */
public record SecurityGroupRule(
        String id,
        String group,
        boolean egress,
        String protocol,
        int fromPort,
        int toPort,
        Optional<AddressRange> range,
        String source,
        String description,
        Optional<String> tag,
        Optional<Instant> expires,
        Map<String, Instant> holders) {

    public SecurityGroupRule {
        holders = Map.copyOf(holders);
    }

    /** The name that db-ops gave it, else its description. */
    public String name() {
        return tag.orElse(description);
    }

    /** Returns whether it allows access to this port alone. */
    public boolean isFor(int port) {
        return !egress && protocol.equals("tcp") && fromPort == port && toPort == port;
    }

    /** Returns whether it allows access to this port, and perhaps to others. */
    public boolean opens(int port) {
        return !egress && (protocol.equals("-1") || protocol.equals("tcp") && fromPort <= port && port <= toPort);
    }

    /** Returns whether it lets traffic out to this port of some addresses of IPv4. */
    public boolean letsOut(int port) {
        return egress
                && (range.isEmpty() || range.get().version() == 4)
                && (protocol.equals("-1") || protocol.equals("tcp") && fromPort <= port && port <= toPort);
    }

    /** Returns whether it allows addresses of this IP version. */
    public boolean isOfVersion(int version) {
        return range.isPresent() && range.get().version() == version;
    }

    /** Returns whether it allows the whole internet. */
    public boolean isWorldOpen() {
        return !egress && range.isPresent() && range.get().isWorld();
    }

    public boolean isExpired(Instant now) {
        return expires.isPresent() && !expires.get().isAfter(now);
    }

    /** Returns whether a command other than this one still needs the rule. */
    boolean isHeldByAnother(String holder, Instant now) {
        for (var other : holders.entrySet()) {
            if (!other.getKey().equals(holder) && other.getValue().isAfter(now)) {
                return true;
            }
        }
        return false;
    }

    /** The ports as text: 5432, 5000-5999, all. */
    public String ports() {
        if (fromPort < 0 || protocol.equals("-1")) {
            return "all";
        }
        return fromPort == toPort ? Integer.toString(fromPort) : fromPort + "-" + toPort;
    }

    /** {@code rule sgr-0a1b ("anna@laptop")}. */
    public String title() {
        return name().isEmpty() ? "rule " + id : "rule %s (\"%s\")".formatted(id, name());
    }
}
