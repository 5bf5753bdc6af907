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
    void parametersThatNameAClassOrALogAreRefused(String parameter) {
        for (var scheme : List.of("postgresql://", "jdbc:postgresql://")) {
            assertThatThrownBy(() -> ConnectionUrl.parse(scheme + "h/d?" + parameter))
                    .isInstanceOf(OpsException.class)
                    .hasMessageContaining("\"" + parameter.substring(0, parameter.indexOf('='))
                            + "\" in the connection URL cannot be" + " used: ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepareThreshold=0",
                "preparedStatementCacheQueries=0",
                "socketTimeout=30",
                "receiveBufferSize=-1",
                "tcpNoDelay=false",
                "ApplicationName=app",
                "currentSchema=app",
                "targetServerType=primary"
            })
    void otherParametersOfTheDriverAreAccepted(String parameter) {
        var parts = parameter.split("=");

        assertThat(ConnectionUrl.parse("postgresql://h/d?" + parameter)
                        .resolve(new Origin.UrlOption(), TestEnvironment.empty())
                        .target()
                        .parameters())
                .containsEntry(parts[0], parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepareThreshold=many",
                "prepareThreshold=",
                "socketTimeout=99999999",
                "socketTimeout=-5",
                "tcpNoDelay=1",
                "targetServerType=leader"
            })
    void aValueThatTheDriverDoesNotAcceptIsRefused(String parameter) {
        assertThatThrownBy(() -> ConnectionUrl.parse("postgresql://h/d?" + parameter))
                .isInstanceOf(OpsException.class)
                .hasMessage("\"%s\" in the connection URL is not a value that the driver accepts", parameter);
    }

    /** db-ops works with each accepted value, and the default. A new version of the driver may have more values. */
    @Test
    void parametersThatChangeHowStatementsAreSentOrRowsAreReadAreRefused() {
        var taken = new ArrayList<String>();
        for (var property : PGProperty.values()) {
            try {
                DriverParameters.check(property.getName(), "true", "the test");
                taken.add(property.getName());
            } catch (OpsException refused) {
                assertThat(refused).hasMessageContaining(property.getName());
            }
        }

        assertThat(taken)
                .contains("currentSchema", "tcpKeepAlive")
                .doesNotContain(
                        "preferQueryMode", "autosave", "stringtype", "binaryTransfer", "readOnly", "replication");
    }

    /** A new version of the driver may have another one. */
    @Test
    void noOtherParameterOfTheDriverNamesAClass() {
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

        // the name of a Windows library, for which the driver loads no class
        assertThat(suspects).containsExactly("sspiServiceClass");
    }
}
