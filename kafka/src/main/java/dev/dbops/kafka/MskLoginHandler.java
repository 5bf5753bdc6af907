package dev.dbops.kafka;

import dev.dbops.aws.KafkaToken;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/**
 * Logs in to Amazon MSK with IAM: Kafka's mechanism OAUTHBEARER with a token that is signed for each login, and again
 * before it ends. Kafka makes the object, so it is public.
 */
public final class MskLoginHandler implements AuthenticateCallbackHandler {
    /** The setting with what signs tokens, a {@code Supplier} of {@link KafkaToken}. */
    static final String TOKENS = "dbops.msk.tokens";

    private Supplier<?> tokens;

    @Override
    public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> jaas) {
        tokens = (Supplier<?>) settings.get(TOKENS);
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (var callback : callbacks) {
            if (!(callback instanceof OAuthBearerTokenCallback asked)) {
                throw new UnsupportedCallbackException(callback);
            }
            asked.token(new Token((KafkaToken) tokens.get()));
        }
    }

    @Override
    public void close() {
        // nothing is open
    }

    /** A token as Kafka's client has it. */
    private record Token(KafkaToken signed) implements OAuthBearerToken {
        @Override
        public String value() {
            return signed.value();
        }

        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public long lifetimeMs() {
            return signed.end().toEpochMilli();
        }

        @Override
        public String principalName() {
            return "db-ops";
        }

        @Override
        public Long startTimeMs() {
            return signed.start().toEpochMilli();
        }
    }
}
