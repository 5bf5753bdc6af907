package dev.dbops.aws;

import dev.dbops.FileReplacement;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.profiles.Profile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The aws CLI's file of a role's session, {@code ~/.aws/cli/cache/HASH.json}: a code that was typed for one program
 * also serves the other. A file that cannot be read or written only means that the user is asked again.
 *
 * @param file the file
 */
record RoleCache(Path file) {
    private static final JsonFactory JSON = new JsonFactory();

    /** The file for the role of a profile. */
    static RoleCache of(AwsSettings settings, Profile profile) {
        return new RoleCache(settings.home().resolve(".aws/cli/cache").resolve(hash(profile) + ".json"));
    }

    /** As botocore's AssumeRoleCredentialFetcher: the SHA-1 of the request without the code, as Python writes JSON. */
    private static String hash(Profile profile) {
        var request = new TreeMap<String, String>();
        put(request, "RoleArn", profile, "role_arn");
        put(request, "RoleSessionName", profile, "role_session_name");
        put(request, "ExternalId", profile, "external_id");
        put(request, "SerialNumber", profile, "mfa_serial");
        profile.property("duration_seconds").ifPresent(seconds -> request.put("DurationSeconds", seconds.strip()));
        var json = new StringBuilder("{");
        request.forEach((name, value) -> json.append(json.length() == 1 ? "" : ", ")
                .append("\"" + name + "\": ")
                .append(value));
        try {
            var digest = MessageDigest.getInstance("SHA-1")
                    .digest(json.append('}').toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(TreeMap<String, String> request, String name, Profile profile, String property) {
        profile.property(property)
                .ifPresent(value ->
                        request.put(name, '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'));
    }

    /** The session in the file, ended or not. */
    Optional<AwsSessionCredentials> read() {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), Files.readString(file))) {
            var values = new TreeMap<String, String>();
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && parser.currentName() != null) {
                    values.put(parser.currentName(), parser.getString());
                }
            }
            return Optional.of(AwsSessionCredentials.builder()
                    .accessKeyId(values.get("AccessKeyId"))
                    .secretAccessKey(values.get("SecretAccessKey"))
                    .sessionToken(values.get("SessionToken"))
                    .expirationTime(end(values.getOrDefault("Expiration", "")))
                    .build());
        } catch (IOException | JacksonException | DateTimeException | NullPointerException _) {
            return Optional.empty();
        }
    }

    /** The aws CLI writes an offset or Z. */
    private static Instant end(String time) {
        return OffsetDateTime.parse(time.replace("UTC", "Z")).toInstant();
    }

    /** Keeps the session, readable by the user alone. */
    void write(AwsSessionCredentials session) {
        try {
            Files.createDirectories(file.getParent());
            var text = json(session).getBytes(StandardCharsets.UTF_8);
            FileReplacement.write(file, out -> out.write(text), FileReplacement.PRIVATE);
        } catch (IOException | UnsupportedOperationException _) {
            // the next command asks for a code again
        }
    }

    private static String json(AwsSessionCredentials session) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeName("Credentials");
            json.writeStartObject();
            json.writeStringProperty("AccessKeyId", session.accessKeyId());
            json.writeStringProperty("SecretAccessKey", session.secretAccessKey());
            json.writeStringProperty("SessionToken", session.sessionToken());
            json.writeStringProperty(
                    "Expiration", session.expirationTime().orElseThrow().toString());
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }
}
