package dev.dbops.kafka.broker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;

/** The broker's check of a token: it accepts one. Kafka makes the object. */
public final class SignedTokens implements AuthenticateCallbackHandler {
    /** The token that is accepted. */
    public static final String EXPECTED = "aHR0cHM6Ly9rYWZrYQ";

    @Override
    public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> jaas) {
        // it has no settings
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (var callback : callbacks) {
            if (!(callback instanceof OAuthBearerValidatorCallback asked)) {
                throw new UnsupportedCallbackException(callback);
            }
            if (asked.tokenValue().equals(EXPECTED)) {
                asked.token(new Accepted(EXPECTED, System.currentTimeMillis() + 900_000));
            } else {
                asked.error("invalid_token", null, null);
            }
        }
    }

    @Override
    public void close() {
        // nothing is open
    }

    private record Accepted(String value, long lifetimeMs) implements OAuthBearerToken {
        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public String principalName() {
            return "iam";
        }

        @Override
        public Long startTimeMs() {
            return null;
        }
    }
}
