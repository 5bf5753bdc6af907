package dev.dbops.aws;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;

/** Makes the secrets that tests of commands work with, straight in the emulator. */
public final class EmulatedSecrets {
    private final AwsEmulator aws;

    public EmulatedSecrets(AwsEmulator aws) {
        this.aws = aws;
    }

    /** A secret as RDS writes those of master users. */
    public static String json(String user, String password) {
        return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password);
    }

    /**
     * Makes a secret.
     *
     * @return its ARN
     */
    public String create(String name, String text) {
        try (var clients = aws.clients()) {
            return clients.secrets()
                    .createSecret(request -> request.name(name).secretString(text))
                    .arn();
        }
    }

    public void createBinary(String name) {
        try (var clients = aws.clients()) {
            var bytes = SdkBytes.fromString("bytes", StandardCharsets.UTF_8);
            clients.secrets().createSecret(request -> request.name(name).secretBinary(bytes));
        }
    }

    public void createEmpty(String name) {
        try (var clients = aws.clients()) {
            clients.secrets().createSecret(request -> request.name(name));
        }
    }

    /** Puts a new value in the place of the old one, as a rotation does at its end. */
    public void rotate(String name, String text) {
        try (var clients = aws.clients()) {
            clients.secrets().putSecretValue(request -> request.secretId(name).secretString(text));
        }
    }

    public void scheduleDeletion(String name) {
        try (var clients = aws.clients()) {
            clients.secrets().deleteSecret(request -> request.secretId(name));
        }
    }
}
