package dev.dbops.postgres.kerberos;

import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;

/**
 * Kerberos logins use the ticket that {@code kinit} stored, and never ask for a password, as in libpq. Java asks this
 * class when a server requests Kerberos; until then it costs nothing.
 */
public final class KerberosLogin extends Configuration {
    /** The variable of MIT Kerberos that names its settings; Java has a system property for them. */
    private static final String SETTINGS = "KRB5_CONFIG";

    private static final String SETTINGS_OF_JAVA = "java.security.krb5.conf";

    /** A class of the module jdk.security.auth. */
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private KerberosLogin() {}

    /** Makes this the way in which the driver logs in with Kerberos. */
    public static void use() {
        Configuration.setConfiguration(new KerberosLogin());
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        var settings = System.getenv(SETTINGS);
        if (settings != null && System.getProperty(SETTINGS_OF_JAVA) == null) {
            System.setProperty(SETTINGS_OF_JAVA, settings);
        }
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(
                    MODULE,
                    LoginModuleControlFlag.REQUIRED,
                    Map.of("useTicketCache", "true", "doNotPrompt", "true", "refreshKrb5Config", "true"))
        };
    }
}
