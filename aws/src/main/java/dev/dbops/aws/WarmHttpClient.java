package dev.dbops.aws;

import dev.dbops.BackgroundTask;
import dev.dbops.tls.KeyShares;
import java.time.Duration;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * The SDK's HTTP client, created on its own thread.
 *
 * <p>It prepares TLS and parses all authorities that the platform trusts before its first request, which takes as long
 * as all other work until then, so both run at the same time.
 */
final class WarmHttpClient implements SdkHttpClient {
    private final BackgroundTask<SdkHttpClient> client;

    /** With the SDK's timeout: half a minute without a byte. */
    static WarmHttpClient of(AwsSettings settings) {
        return new WarmHttpClient(UrlConnectionHttpClient.builder(), settings);
    }

    /**
     * @param silence the longest time without a byte of the answer
     */
    static WarmHttpClient of(AwsSettings settings, Duration silence) {
        return new WarmHttpClient(UrlConnectionHttpClient.builder().socketTimeout(silence), settings);
    }

    private WarmHttpClient(UrlConnectionHttpClient.Builder builder, AwsSettings settings) {
        builder.proxyConfiguration(HttpsProxy.of(settings.variables()));
        if (settings.variable("AWS_ENDPOINT_URL").isEmpty()) {
            KeyShares.prepare();
        }
        client = BackgroundTask.start("http client", () -> {
            settings.caBundle()
                    .map(CaBundle::read)
                    .ifPresent(managers -> builder.tlsTrustManagersProvider(() -> managers));
            return builder.build();
        });
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        try {
            return client.get().prepareRequest(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public String clientName() {
        return "UrlConnection";
    }

    /** Does nothing: the wrapped client keeps nothing open. */
    @Override
    public void close() {}
}
