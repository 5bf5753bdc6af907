package dev.dbops.doctor.connection;

import dev.dbops.doctor.Step;
import java.util.List;

/** The steps on the path to a database, in order. */
public final class ConnectionSteps {
    /** The name of the section. */
    public static final String SECTION = "connection";

    /** The target database, and the source of that setting. */
    public static final Step CONFIGURATION = new Step(SECTION, "configuration");

    public static final Step NAME_RESOLUTION = new Step(SECTION, "name resolution");
    public static final Step TCP = new Step(SECTION, "TCP");

    /** Checks that a PostgreSQL server listens there, and accepts sessions. */
    public static final Step SERVER = new Step(SECTION, "server");

    public static final Step TLS = new Step(SECTION, "TLS");
    public static final Step CERTIFICATE = new Step(SECTION, "certificate");
    public static final Step AUTHENTICATION = new Step(SECTION, "authentication");
    public static final Step DATABASE = new Step(SECTION, "database");
    public static final Step PRIVILEGES = new Step(SECTION, "privileges");
    public static final Step LATENCY = new Step(SECTION, "latency");

    /** The steps after the configuration. */
    public static final List<Step> ON_THE_WAY =
            List.of(NAME_RESOLUTION, TCP, SERVER, TLS, CERTIFICATE, AUTHENTICATION, DATABASE, PRIVILEGES, LATENCY);

    private ConnectionSteps() {}
}
