package dev.dbops.aws.upgrade;

/**
 * A version that AWS upgrades to.
 *
 * @param version such as 17.6
 * @param major whether its major version is another one
 * @param automatic whether AWS installs it by itself, if automatic minor upgrades are on
 */
public record UpgradeTarget(String version, boolean major, boolean automatic) {
    /** The major version, such as 17. */
    public int majorVersion() {
        var dot = version.indexOf('.');
        return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
    }
}
