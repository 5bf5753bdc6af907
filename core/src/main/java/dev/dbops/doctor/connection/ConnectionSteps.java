package dev.dbops.doctor.connection;

import dev.dbops.doctor.Step;
import java.util.List;

/** The steps on the way to a database, in their order. */
public final class ConnectionSteps {
    /** What the section is called. */
    public static final String SECTION = "connection";

    /** Which database is meant, and who says so. */
    public static final Step CONFIGURATION = new Step(SECTION, "configuration");

    public static final Step NAME_RESOLUTION = new Step(SECTION, "name resolution");
    public static final Step TCP = new Step(SECTION, "TCP");

    /** Whether it is a PostgreSQL server that listens there, and whether it takes sessions. */
    public static final Step SERVER = new Step(SECTION, "server");

    public static final Step TLS = new Step(SECTION, "TLS");
    public static final Step CERTIFICATE = new Step(SECTION, "certificate");
    public static final Step AUTHENTICATION = new Step(SECTION, "authentication");
    public static final Step DATABASE = new Step(SECTION, "database");
    public static final Step PRIVILEGES = new Step(SECTION, "privileges");
    public static final Step LATENCY = new Step(SECTION, "latency");

    /** Those behind the configuration. */
    public static final List<Step> ON_THE_WAY =
            List.of(NAME_RESOLUTION, TCP, SERVER, TLS, CERTIFICATE, AUTHENTICATION, DATABASE, PRIVILEGES, LATENCY);

    private ConnectionSteps() {}
}
