package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

class DriverParametersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketFactory=a.b.C",
                "socketFactoryArg=x",
                "sslfactory=org.postgresql.ssl.NonValidatingFactory",
                "sslfactoryarg=x",
                "sslhostnameverifier=a.b.C",
                "sslpasswordcallback=a.b.C",
                "authenticationPluginClassName=a.b.C",
                "xmlFactoryFactory=a.b.C",
                "connectExecutor=a.b.C",
                "connectExecutorArg=x",
                "classLoaderStrategy=x",
                "jaasLogin=true",
                "jaasApplicationName=x",
                "loggerFile=x",
                "loggerLevel=TRACE"
            })
    void whatNamesAClassOrALogOfTheDriverIsRefused(String parameter) {
        for (var scheme : List.of("postgresql://", "jdbc:postgresql://")) {
            assertThatThrownBy(() -> ConnectionUrl.parse(scheme + "h/d?" + parameter))
                    .isInstanceOf(OpsException.class)
                    .hasMessageContaining("\"" + parameter.substring(0, parameter.indexOf('='))
                            + "\" in the connection URL cannot be" + " used: ");
        }
    }

    /** A new version of the driver may bring another one. */
    @Test
    void noOtherParameterOfTheDriverSpeaksOfAClass() {
        var suspects = new ArrayList<String>();
        for (var property : PGProperty.values()) {
            var text = (property.getName() + " " + property.getDescription()).toLowerCase(java.util.Locale.ROOT);
            if (text.contains("class") || text.contains("factory") || text.contains("plugin")) {
                try {
                    DriverParameters.refuse(property.getName(), "the test");
                    suspects.add(property.getName());
                } catch (OpsException refused) {
                    assertThat(refused).hasMessageContaining(property.getName());
                }
            }
        }

        // a name that Windows knows, which the driver loads nothing for
        assertThat(suspects).containsExactly("sspiServiceClass");
    }
}
