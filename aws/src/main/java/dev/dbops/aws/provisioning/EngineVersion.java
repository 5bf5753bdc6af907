package dev.dbops.aws.provisioning;

/**
 * A version of PostgreSQL that RDS offers.
 *
 * @param number such as 17.6
 * @param family the parameter group family, such as postgres17
 */
record EngineVersion(String number, String family) {
    /** 17 of 17.6. */
    int major() {
        var dot = number.indexOf('.');
        return Integer.parseInt(dot < 0 ? number : number.substring(0, dot));
    }
}
