package dev.dbops.doctor.connection;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.RdsEndpoint;
import java.net.InetAddress;

/**
 * The location of a target's server, as far as its addresses show.
 *
 * @param isRds whether it is on Amazon RDS
 * @param isHere whether it is on this machine, so that the connection cannot be intercepted
 */
record TargetLocation(boolean isRds, boolean isHere) {
    /** Determined by its names only. */
    static TargetLocation of(ConnectionTarget target) {
        return new TargetLocation(RdsEndpoint.isRds(target.hosts().getFirst().host()), false);
    }

    /** Determined by its names and the reached address. */
    static TargetLocation of(ConnectionTarget target, InetAddress reached) {
        var isRds = of(target).isRds();
        // an RDS name at an address of this machine is a tunnel
        return new TargetLocation(isRds, reached.isLoopbackAddress() && !isRds);
    }
}
