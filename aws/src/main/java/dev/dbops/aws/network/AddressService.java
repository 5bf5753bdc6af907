package dev.dbops.aws.network;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A web page that returns the client's address. */
record AddressService(URI uri) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);

    /** The longest address has 45 characters; a longer answer comes from another page. */
    private static final int LONGEST_ANSWER = 64;

    /** The answer of the service. */
    sealed interface Answer {
        /** The address. */
        record Found(AddressRange address) implements Answer {}

        /** No address of this version. */
        record None() implements Answer {}

        /**
         * No usable answer.
         *
         * @param reason with the service's name
         */
        record Useless(String reason) implements Answer {}
    }

    /** Asks for the public address of a version of IP. */
    Answer ask(int version) {
        try {
            return read(version);
        } catch (UnknownHostException _) {
            return new Answer.Useless("%s: the name servers do not know the host".formatted(uri));
        } catch (IOException e) {
            var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Answer.Useless("%s: %s".formatted(uri, reason));
        }
    }

    private Answer read(int version) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
        // a redirect comes from a login page, such as a hotel's, and not from the service
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return new Answer.Useless("%s answered HTTP %d".formatted(uri, connection.getResponseCode()));
            }
            try (var body = connection.getInputStream()) {
                return parse(new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.ISO_8859_1), version);
            }
        } finally {
            connection.disconnect();
        }
    }

    private Answer parse(String body, int version) {
        var text = body.strip();
        if (text.isEmpty()) {
            return new Answer.None();
        }
        var address = AddressRange.parse(text).filter(AddressRange::isSingle);
        if (address.isEmpty()) {
            return new Answer.Useless("%s answered \"%s\", which is not an address".formatted(uri, printable(text)));
        }
        if (address.get().version() != version) {
            return new Answer.Useless("%s answered %s, which is not an IPv%d address".formatted(uri, text, version));
        }
        return switch (AddressScope.of(address.get())) {
            case PUBLIC -> new Answer.Found(address.get());
            case PRIVATE -> new Answer.Useless("%s answered %s, which is a private address".formatted(uri, text));
            case RESERVED -> new Answer.Useless("%s answered %s, which is a reserved address".formatted(uri, text));
        };
    }

    /** One line, without terminal control characters. */
    private static String printable(String text) {
        var line = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            line.append(Character.isISOControl(text.charAt(i)) ? ' ' : text.charAt(i));
        }
        return line.toString();
    }
}
