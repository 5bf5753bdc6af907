package dev.dbops.aws.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Access to a port through a security group.
 *
 * @param group the security group that guards it
 * @param port the port that is opened
 * @param name the name of the rules
 * @param end when the access ends, to the second; empty for never
 * @param holder the id of the command that has the access while it runs; such access has an end
 */
public record IngressGrant(String group, int port, RuleName name, Optional<Instant> end, Optional<String> holder) {
    /** A grant that does not depend on any command's running. */
    public IngressGrant(String group, int port, RuleName name, Optional<Instant> end) {
        this(group, port, name, end, Optional.empty());
    }

    /** Returns whether the rule allows exactly this address and port: AWS allows only one such rule. */
    boolean isGivenBy(SecurityGroupRule rule, AddressRange address) {
        return rule.group().equals(group) && rule.isFor(port) && rule.range().equals(Optional.of(address));
    }

    /** The tags of its rules. */
    List<Tag> tags() {
        var tags = new ArrayList<Tag>();
        // another tool's rule may have a name with characters that only a description may have
        tags.add(tag(RuleName.NAME_TAG, RuleName.like(name.text()).text()));
        end.ifPresent(instant -> tags.add(tag(RuleName.END_TAG, instant.toString())));
        holder.ifPresent(
                id -> tags.add(tag(RuleName.HOLDER_TAG + id, end.orElseThrow().toString())));
        return tags;
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
