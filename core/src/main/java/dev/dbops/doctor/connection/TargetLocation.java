package dev.dbops.doctor.connection;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.RdsEndpoint;
import java.net.InetAddress;

/**
 * Where a target's server is, as far as its addresses tell.
 *
 * @param isRds whether it is on Amazon RDS
 * @param isHere whether it is on this machine, so that nobody listens in on the way
 */
record TargetLocation(boolean isRds, boolean isHere) {
    /** By its names alone. */
    static TargetLocation of(ConnectionTarget target) {
        return new TargetLocation(RdsEndpoint.isRds(target.hosts().getFirst().host()), false);
    }

    /** By its names, and the address that was reached. */
    static TargetLocation of(ConnectionTarget target, InetAddress reached) {
        var isRds = of(target).isRds();
        // a name of RDS at an address of this machine is a tunnel
        return new TargetLocation(isRds, reached.isLoopbackAddress() && !isRds);
    }
}
